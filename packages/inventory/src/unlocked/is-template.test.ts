import { expect, it } from 'vitest'
import { isTemplate } from './is-template.ts'

it.each([
  ['{ "name": {{ name }} }', true],
  ['{% if web %}{ "dependencies": {} }{% endif %}', true],
  ['#if($web)\n"web": "1"\n#end', true],
  ['{ "version": <%= version %> }', true],
  // Scripts of a manifest that is out of order for another reason.
  ['{ "scripts": { "x": "echo ${HOME}" } }}', false],
  ['{ "scripts": { "x": "echo %PATH% __DIR_NAME__ @A_B@" } }}', false],
  ['<<<<<<< HEAD\n{ "x": "{{ y }}" }\n=======\n>>>>>>> other\n', false],
])('%j is a template: %s', (text, expected) => {
  expect(isTemplate(text)).toBe(expected)
})

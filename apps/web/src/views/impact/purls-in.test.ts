import { expect, test } from 'vitest'
import { purlsIn } from './purls-in.ts'

test('finds package URLs in lines and in documents, each once', () => {
  expect(purlsIn('pkg:npm/a@1\npkg:npm/a@1\n see pkg:pypi/b@2.0')).toEqual(['pkg:npm/a@1', 'pkg:pypi/b@2.0'])
  expect(purlsIn('{"components":[{"purl":"pkg:npm/%40s/c@3?x=y#z"}],"t":"<pkg:maven/g/a@1>"}')).toEqual([
    'pkg:npm/%40s/c@3?x=y#z',
    'pkg:maven/g/a@1',
  ])
  expect(purlsIn('nothing here')).toEqual([])
})

test('takes no more than the API does', () => {
  expect(purlsIn(Array.from({ length: 1500 }, (_, index) => `pkg:npm/p${index}@1`).join(' '))).toHaveLength(1000)
})

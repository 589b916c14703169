import { expect, test } from 'vitest'
import { exactNugetVersion } from './exact-version.ts'

test.each([
  ['1.2.3', '1.2.3'],
  ['1.0.0-beta.1+build', '1.0.0-beta.1+build'],
  ['[1.2]', '1.2'],
  ['[1.2, 1.2]', '1.2'],
  ['[1.2, )', ''],
  ['(1.0,2.0]', ''],
  ['1.*', ''],
  ['*', ''],
  ['$(V)', ''],
])('%s', (text, expected) => expect(exactNugetVersion(text)).toBe(expected))

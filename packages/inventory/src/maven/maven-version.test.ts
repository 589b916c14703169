import { expect, test } from 'vitest'
import { exactMavenVersion } from './maven-version.ts'

test.each([
  ['1.0', '1.0'],
  [' 1.0-SNAPSHOT ', '1.0-SNAPSHOT'],
  ['[1.2]', '1.2'],
  ['[1.2,1.2]', '1.2'],
  ['[1.2,)', ''],
  ['(,1.0],[1.2,)', ''],
  ['LATEST', ''],
  ['${x}', ''],
  ['1.0 beta', ''],
  ['', ''],
])('%s', (text, expected) => expect(exactMavenVersion(text)).toBe(expected))

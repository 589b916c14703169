import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { searchedHash } from './searched-hash.ts'

const bytes = 'what is in the file'
const hex = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex')
const base64 = (algorithm: string): string => createHash(algorithm).update(bytes).digest('base64')

test.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512'])('%s is known however it is written', (algorithm) => {
  const expected = hex(algorithm)
  const named = algorithm.replace('sha', 'SHA-')
  for (const text of [
    expected,
    expected.toUpperCase(),
    `${algorithm}:${expected}`,
    `${named}:${expected}`,
    `${algorithm}-${base64(algorithm)}`,
  ])
    expect(searchedHash(text), text).toBe(expected)
})

test.each(['', 'left-pad', 'sha512-', `sha256-${base64('sha512')}`, base64('sha256'), 'sha1:xyz', 'abcdef', 'x'.repeat(500)])(
  '%s is none',
  (text) => expect(searchedHash(text)).toBeNull(),
)

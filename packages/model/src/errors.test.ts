import { describe, expect, test } from 'vitest'
import { CupelError } from './cupel-error.ts'
import { ERROR_CODES } from './error-codes.ts'
import { indexDamaged, interrupted, syncFailed, usageUnknownCommand, usageUnknownFlag } from './errors.ts'
import { nearestName } from './nearest-name.ts'
import { redact } from './redact.ts'

describe('redact', () => {
  test.each([
    ['https://user:pw@host/x', 'https://***@host/x'],
    ['https://token@host', 'https://***@host'],
    ['git+ssh://a:b@h/p and http://c:d@e/', 'git+ssh://***@h/p and http://***@e/'],
    ['Authorization: Bearer abc.def-1', 'Authorization: Bearer ***'],
    ['{"authorization":"Basic Zm9v"}', '{"authorization":"Basic ***"}'],
    ['https://h/p?access_token=abc&x=1', 'https://h/p?access_token=***&x=1'],
    ['_authToken=npm_0123456789abcdef0123', '_authToken=***'],
    ['ghp_0123456789abcdefABCD in text', '*** in text'],
    ['password: hunter2', 'password: ***'],
    ['nothing here: https://host/a@b', 'nothing here: https://host/a@b'],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  test('takes time in proportion to the length', () => {
    for (const piece of ['a', 'token', 'token ', 'https://', 'bearer ', 'Authorization: ', '://', 'ghp_', '_auth='])
      redact(piece.repeat(20_000))
  })
})

describe('nearestName', () => {
  const commands = ['scan', 'sbom', 'diff', 'compare', 'explain', 'why', 'db']
  test.each([
    ['scna', 'scan'],
    ['sacn', 'scan'],
    ['SCAN', 'scan'],
    ['explian', 'explain'],
    ['comapre', 'compare'],
    ['dif', 'diff'],
    ['frobnicate', null],
    ['x'.repeat(10_000), null],
  ])('%s', (word, nearest) => {
    expect(nearestName(word, commands)).toBe(nearest)
  })
})

describe('CupelError', () => {
  test('carries code, exit code and hint', () => {
    const error = usageUnknownFlag('--fali-on', ['--fail-on', '--format'], 'scan')
    expect(error).toBeInstanceOf(CupelError)
    expect({ code: error.code, exitCode: error.exitCode, message: error.message, hint: error.hint }).toEqual({
      code: 'usage-unknown-flag',
      exitCode: 2,
      message: 'unknown option --fali-on',
      hint: 'did you mean --fail-on?',
    })
    expect(usageUnknownCommand('frobnicate', ['scan']).hint).toBe('cupel --help lists the commands')
    expect(interrupted('the sync').exitCode).toBe(130)
  })

  test('holds no secret, not even in its cause', () => {
    const cause = new TypeError('fetch of https://me:secret@host/ failed')
    const error = syncFailed('https://me:secret@host/', 'HTTP 401', cause)
    expect(error.message).not.toContain('secret')
    expect((error.cause as Error).message).toBe('fetch of https://***@host/ failed')
    expect((error.cause as Error).name).toBe('TypeError')
    expect((error.cause as Error).stack).not.toContain('secret')
    expect(indexDamaged('/x', 'digest').cause).toBeUndefined()
  })

  test('every code has a sentence', () => {
    for (const { summary } of Object.values(ERROR_CODES)) expect(summary).toMatch(/^[A-Z].*\.$/)
  })
})

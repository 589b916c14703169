import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPgpKeyring, Trace, verifyPatchMail } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { sharedPath } from '../shared.ts'
import { bytesOf, casesOf, outcomeOf, stepOf } from './provenance-git-cases.ts'

const mails = casesOf('patatt')
describe.runIf(mails.length > 0)('patches signed with patatt', () => {
  const keyring = sharedPath('provenance/patatt/keys') ?? ''
  const keys = (path: string) => (existsSync(join(keyring, path)) ? readFileSync(join(keyring, path)) : null)
  const EXPECTED: Readonly<Record<string, string>> = {
    'body-altered': 'body digest-mismatch',
    'subject-altered': 'signature signature-invalid',
    'unsigned.txt': 'header evidence-missing',
  }
  let right = 0
  it.each(mails)('$id', ({ id, expected, files: [file = ''] }) => {
    const text = bytesOf(file).toString('latin1')
    const variant = id.split('/').at(-1) ?? ''
    const altered =
      variant === 'body-altered'
        ? text.replace('attested world.\n', 'attested World.\n')
        : variant === 'subject-altered'
          ? text.replace('subset of', 'subset off')
          : text
    const verdict = Trace.run('mail', 'The patch', (trace) =>
      verifyPatchMail(Buffer.from(altered, 'latin1'), { keys, now: new Date('2026-08-01') }, trace),
    )
    expect(`${stepOf(verdict)} ${outcomeOf(verdict)}`).toBe(expected === 'PASS' ? 'verified verified' : EXPECTED[variant])
    right += 1
  })
  afterAll(() => console.log(`patatt: ${right} of ${mails.length} rows right`))
})

const releases = casesOf('release')
describe.runIf(releases.length > 0)('release keys', () => {
  it.each(releases)('$id', () => {
    const folder = sharedPath('provenance/node-release-keys') ?? ''
    const files = readdirSync(folder).filter((name) => name.endsWith('.asc'))
    const wrong = files.filter((name) => {
      const keyring = readPgpKeyring(readFileSync(join(folder, name)))
      return (
        keyring.certificates.length !== 1 ||
        `${keyring.certificates[0]?.primary.key.fingerprint.toUpperCase()}.asc` !== name ||
        keyring.problems.length > 0
      )
    })
    console.log(`release: ${files.length - wrong.length} of ${files.length} keys read with the right fingerprint`)
    expect(wrong).toEqual([])
  })
})

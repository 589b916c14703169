import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedEd25519 } from '../../../../test/make-openpgp.ts'
import { Refused } from '../verdict/refused.ts'
import { Trace } from '../verdict/trace.ts'
import { readAllowedSigners } from './allowed-signers.ts'
import { findSigner } from './find-signer.ts'
import { matchesPattern, matchesPatternList } from './match-pattern.ts'
import { readRevocations } from './revocation-list.ts'
import { signSshSignature } from './sign-ssh-signature.ts'
import { readSshIdentity } from './ssh-certificate.ts'
import { readSshPublicKey } from './ssh-public-key.ts'
import { readSshSignature, readSshSignatureBlob } from './ssh-signature.ts'
import { verifySshSignature } from './verify-ssh-signature.ts'
import { wireString } from './wire-reader.ts'

const { privateKey, publicBytes } = fixedEd25519(5)
const publicKey = readSshPublicKey(Buffer.concat([wireString('ssh-ed25519'), wireString(publicBytes)]))
const line = `ssh-ed25519 ${publicKey.blob.toString('base64')}`
const message = Buffer.from('a message')
const armour = signSshSignature(message, { publicKey, keyObject: privateKey, comment: '' }, { namespace: 'git' })

function outcome(file: string, { time = Date.UTC(2024, 5, 1) / 1000, principal = '', revoked = '' } = {}): string {
  const verdict = Trace.run('ssh', 'The signature', (trace) => {
    const made = verifySshSignature(armour, message, { options: { namespace: 'git' }, trace })
    const query = {
      signers: readAllowedSigners(file),
      time,
      ...(principal === '' ? {} : { principal }),
      ...(revoked === '' ? {} : { revocations: readRevocations(Buffer.from(revoked)) }),
    }
    return findSigner(made, { query, trace })
  })
  const failed = verdict.root.steps.find((step) => step.outcome === 'failed')
  return verdict.value?.principals.join(' ') ?? failed?.code ?? ''
}

test.each([
  [`ada@example.org ${line} a comment`, {}, 'ada@example.org'],
  [`# comment\n\n  ada@example.org,bob ${line}`, {}, 'ada@example.org bob'],
  [`"ada@example.org" ${line}`, {}, 'ada@example.org'],
  [`ada namespaces="git" ${line}`, {}, 'ada'],
  [`ada namespaces="file,g?t" ${line}`, {}, 'ada'],
  [`ada namespaces="*,!git" ${line}`, {}, 'policy-not-met'],
  [`ada namespaces="file" ${line}`, {}, 'policy-not-met'],
  [`ada namespaces="file" ${line}\neve ${line}`, {}, 'eve'],
  [`ada valid-after="20240101" ${line}`, {}, 'ada'],
  [`ada valid-after="20250101" ${line}`, {}, 'time-invalid'],
  [`ada valid-before="202405312359Z" ${line}`, {}, 'time-invalid'],
  [`ada valid-after="20240101",valid-before="20240601000000Z" ${line}`, {}, 'ada'],
  [`ada valid-after="20240101",valid-before="20250101" ${line}`, { time: Number.NaN }, 'time-invalid'],
  [`ada valid-before="20240101",valid-after="20250101" ${line}`, {}, 'signer-unknown'],
  [`ada valid-after="20241301" ${line}`, {}, 'signer-unknown'],
  [`ada valid-after="20240101",valid-after="20200101" ${line}`, {}, 'signer-unknown'],
  [`ada unknown-option ${line}`, {}, 'signer-unknown'],
  [`ada cert-authority ${line}`, {}, 'signer-unknown'],
  [`ada ssh-rsa ${publicKey.blob.toString('base64')}`, {}, 'signer-unknown'],
  [`ada`, {}, 'signer-unknown'],
  [`*@example.org,!eve@example.org ${line}`, { principal: 'ada@example.org' }, 'ada@example.org'],
  [`*@example.org,!eve@example.org ${line}`, { principal: 'eve@example.org' }, 'signer-mismatch'],
  [`ada ${line}`, { revoked: line }, 'revoked'],
  [`ada ${line}`, { revoked: '# nothing\n' }, 'ada'],
])('%j %j: %s', (file, query, expected) => {
  expect(outcome(file, query)).toBe(expected)
})

test('a line that cannot be read is told, the others count', () => {
  expect(readAllowedSigners(`broken\nada ${line}\nx y z\n`).problems.map((problem) => problem.line)).toEqual([1, 3])
})

test.each([
  ['abc', 'a*c', true],
  ['abc', '*', true],
  ['', '*', true],
  ['', '?', false],
  ['abc', 'a?c', true],
  ['ac', 'a?c', false],
  ['a.c', 'a.c', true],
  ['abbbc', 'a*b*c', true],
  ['x'.repeat(5000), `${'*x'.repeat(2000)}y`, false],
])('%.10s matches %.10s: %s', (name, pattern, expected) => {
  expect(matchesPattern(name, pattern)).toBe(expected)
})

test('a name that is negated never matches a list', () => {
  expect([
    matchesPatternList('a', '!a,*'),
    matchesPatternList('a', '*,!a'),
    matchesPatternList('a', '!b'),
    matchesPatternList('a', '!b,a'),
  ]).toEqual([false, false, false, true])
})

test('text around an armour, other kinds and versions are refused', () => {
  const other = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(armour.split('\n').slice(1, -2).join(''), 'base64')
    change(bytes)
    return () => readSshSignatureBlob(bytes)
  }
  expect(() => readSshSignature(`x${armour}`)).toThrow('armour')
  expect(() => readSshSignature(`${armour}x`)).toThrow('armour')
  expect(other((bytes) => bytes.writeUInt32BE(2, 6))).toThrow('version 2')
  expect(other((bytes) => bytes.write('X', 0))).toThrow('not an SSH signature')
  expect(() => readSshPublicKey(Buffer.concat([wireString('ssh-dss'), Buffer.alloc(20)]))).toThrow('not accepted')
})

test('no bytes at all bring another error than a refusal', () => {
  const reads: readonly ((bytes: Uint8Array) => unknown)[] = [
    readSshPublicKey,
    readSshIdentity,
    readSshSignatureBlob,
    readRevocations,
    (bytes) => readAllowedSigners(Buffer.from(bytes).toString('utf8')),
    (bytes) => readRevocations(Buffer.concat([Buffer.from('SSHKRL\n\0\0\0\0\u0001'), Buffer.alloc(32), bytes])),
  ]
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256', 'ssh-ed25519-cert-v01@openssh.com', ''),
      (bytes, name) => {
        for (const read of reads) {
          try {
            read(name === '' ? bytes : Buffer.concat([wireString(name), bytes]))
          } catch (error) {
            if (!(error instanceof Refused)) throw error
          }
        }
      },
    ),
    { seed: 1, numRuns: 500 },
  )
})

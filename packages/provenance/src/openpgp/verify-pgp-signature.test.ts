import fc from 'fast-check'
import { expect, test } from 'vitest'
import { armoured, makeOpenPgp } from '../../../../test/make-openpgp.ts'
import { readPatchMail } from '../patatt/mail-message.ts'
import { readChecksumList } from '../release/checksum-list.ts'
import { readSignifyKey, verifySignify } from '../release/ed25519-signify.ts'
import { verifyChecksumList } from '../release/verify-release.ts'
import { Refused } from '../verdict/refused.ts'
import { Trace } from '../verdict/trace.ts'
import { readArmour } from './armour.ts'
import { readCleartext } from './cleartext.ts'
import { readInlineMessage } from './inline-message.ts'
import { readPgpKeyring } from './keyring.ts'
import { readPgpSignatures, verifyPgpSignature } from './verify-pgp-signature.ts'

const CREATED = 1_600_000_000
const message = Buffer.from('a message')
const key = makeOpenPgp({ created: CREATED })
const keyring = readPgpKeyring(key.certificate)

function outcome(evidence: Uint8Array | string, { ring = keyring, now = CREATED + 10_000 } = {}): string {
  const verdict = Trace.run('pgp', 'The signature', (trace) =>
    verifyPgpSignature(evidence, message, { options: { keyring: ring, now: new Date(now * 1000) }, trace }),
  )
  const failed = verdict.root.steps.find((step) => step.outcome === 'failed')
  return verdict.value !== undefined ? `verified by ${verdict.value.certificate.userIds.join()}` : `${failed?.id} ${failed?.code}`
}

const seconds = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

test.each([
  ['plain', key.sign(message), 'verified by Ada <ada@example.org>'],
  ['armoured', armoured('SIGNATURE', key.sign(message)), 'verified by Ada <ada@example.org>'],
  ['in the armour of a message, as of old', armoured('MESSAGE', key.sign(message)), 'verified by Ada <ada@example.org>'],
  ['of version 3', key.signOld(message), 'verified by Ada <ada@example.org>'],
  ['of version 3, over something else', key.signOld(Buffer.from('other')), 'signature signature-invalid'],
  ['over something else', key.sign(Buffer.from('other')), 'signature signature-invalid'],
  ['two of them', Buffer.concat([key.sign(message), key.sign(message)]), 'format malformed'],
  ['a key in its place', key.certificate, 'format malformed'],
  ['nothing', '', 'format evidence-missing'],
  ['from the future', key.sign(message, CREATED + 100_000), 'time time-invalid'],
  ['older than its key', key.sign(message, CREATED - 1), 'time time-invalid'],
  ['that expires later', key.signWith(message, [[3, seconds(100_000)]]), 'verified by Ada <ada@example.org>'],
  ['that has expired', key.signWith(message, [[3, seconds(10)]]), 'time expired'],
  ['with a critical field that is not known', key.signWith(message, [[0x80 | 99, Buffer.of(1)]]), 'format unsupported-version'],
  ['with a critical notation', key.signWith(message, [[0x80 | 20, Buffer.alloc(8)]]), 'format unsupported-version'],
  ['with a field that is not known', key.signWith(message, [[99, Buffer.of(1)]]), 'verified by Ada <ada@example.org>'],
])('a signature %s', (_, evidence, expected) => {
  expect(outcome(evidence)).toBe(expected)
})

test('keys that may not sign, that do not sign for themselves, that are not there', () => {
  const certifier = makeOpenPgp({ fill: 9, flags: 0x01 })
  expect(outcome(certifier.sign(message), { ring: readPgpKeyring(certifier.certificate) })).toBe('key-use certificate-invalid')
  const unbound = makeOpenPgp({ fill: 10 })
  const bare = unbound.certificate.subarray(0, unbound.certificate.indexOf('Ada') + 21)
  const ring = readPgpKeyring(bare)
  expect(ring.problems).toHaveLength(1)
  expect(outcome(unbound.sign(message), { ring })).toBe('key signer-unknown')
  const foreign = Buffer.concat([bare, key.certificate.subarray(bare.length)])
  expect(outcome(unbound.sign(message), { ring: readPgpKeyring(foreign) })).toBe('key signer-unknown')
  expect(outcome(key.sign(message), { ring: readPgpKeyring(makeOpenPgp({ fill: 11 }).certificate) })).toBe('key signer-unknown')
})

test('several certificates in one ring, armoured or not', () => {
  const others = [12, 13].map((fill) => makeOpenPgp({ fill }).certificate)
  expect(readPgpKeyring(Buffer.concat([...others, key.certificate])).certificates).toHaveLength(3)
  const texts = [...others, key.certificate].map((bytes) => armoured('PUBLIC KEY BLOCK', bytes)).join('text between\n')
  expect(outcome(key.sign(message), { ring: readPgpKeyring(texts) })).toBe('verified by Ada <ada@example.org>')
})

test('who makes releases, and when', () => {
  const line = `${'a'.repeat(64)}  file`
  const list = Buffer.from(`${line}\n`)
  const evidence = { kind: 'detached', list, signature: key.sign(list) } as const
  const at = (time: number) => new Date(time * 1000)
  const verdict = (fingerprint: string, from: number, until: number) => {
    const trust = { openpgp: { keyring, now: at(CREATED + 10_000) }, releasers: [{ fingerprint, from: at(from), until: at(until) }] }
    const { root, outcome: reached } = Trace.run('list', 'The list', (trace) => verifyChecksumList(evidence, trust, trace))
    return root.steps.find((step) => step.outcome === 'failed')?.code ?? reached
  }
  expect(verdict(key.fingerprint.toUpperCase(), CREATED, CREATED + 5000)).toBe('verified')
  expect(verdict(key.fingerprint, CREATED, CREATED + 500)).toBe('time-invalid')
  expect(verdict(key.fingerprint, CREATED + 5000, CREATED + 6000)).toBe('time-invalid')
  expect(verdict('ab'.repeat(20), CREATED, CREATED + 5000)).toBe('signer-mismatch')
})

test('no bytes at all bring another error than a refusal', () => {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
  const reads: readonly ((bytes: Uint8Array) => unknown)[] = [
    readPgpSignatures,
    readPgpKeyring,
    (bytes) => readPgpKeyring(Buffer.concat([key.certificate, bytes])),
    (bytes) => readPgpSignatures(Buffer.concat([key.sign(message).subarray(0, 20), bytes])),
    (bytes) => readInlineMessage(Buffer.from(bytes)),
    (bytes) => readInlineMessage(Buffer.concat([Buffer.of(0xa3, 1), bytes])),
    (bytes) => readArmour(`-----BEGIN PGP SIGNATURE-----\n\n${text(bytes)}\n-----END PGP SIGNATURE-----\n`),
    (bytes) => readCleartext(`-----BEGIN PGP SIGNED MESSAGE-----\n\n${text(bytes)}`),
    (bytes) => readChecksumList(text(bytes)),
    (bytes) => readSignifyKey(text(bytes)),
    (bytes) => Trace.run('x', 'x', (trace) => verifySignify(`untrusted comment: \n${text(bytes)}`, bytes, { keys: [], trace })),
    (bytes) => readPatchMail(Buffer.concat([Buffer.from('From: a <b@c>\n\n'), bytes])),
  ]
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 150 }), (bytes) => {
      for (const read of reads) {
        try {
          read(bytes)
        } catch (error) {
          if (!(error instanceof Refused)) throw error
        }
      }
    }),
    { seed: 1, numRuns: 500 },
  )
})

import { createHash, sign } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { byteMutants } from '../../../../test/byte-mutants.ts'
import { armoured, fixedEd25519, makeOpenPgp } from '../../../../test/make-openpgp.ts'
import { readPgpKeyring } from '../openpgp/keyring.ts'
import { verifyPgpSignature } from '../openpgp/verify-pgp-signature.ts'
import { signedDigest, readDeveloperSignatures } from '../patatt/developer-signature.ts'
import { readPatchMail } from '../patatt/mail-message.ts'
import { verifyPatchMail } from '../patatt/verify-patch-mail.ts'
import { readSignifyKey, verifySignify } from '../release/ed25519-signify.ts'
import { verifyChecksumList } from '../release/verify-release.ts'
import { readAllowedSigners } from '../ssh/allowed-signers.ts'
import { findSigner } from '../ssh/find-signer.ts'
import { readRevocations } from '../ssh/revocation-list.ts'
import { readSshPublicKey } from '../ssh/ssh-public-key.ts'
import { readSshSignatureBlob, signedData, writeSshSignature } from '../ssh/ssh-signature.ts'
import { verifySshSignature } from '../ssh/verify-ssh-signature.ts'
import { wireString } from '../ssh/wire-reader.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace as TraceType } from '../verdict/trace.ts'
import { Trace } from '../verdict/trace.ts'
import { gitObjectId } from './git-object-id.ts'
import { verifyGitObject } from './verify-git-object.ts'

let total = 0
afterAll(() => console.log(`mutants of git, SSH, OpenPGP, release and mail evidence: ${total}, none accepted that changes meaning`))

/** Mutants that still verify. Anything thrown but Refused passes through `Trace.run` and fails the test. */
function accepted<T>(
  original: Uint8Array,
  verify: (bytes: Buffer, trace: TraceType) => T,
): readonly { readonly what: string; readonly at: number; readonly value: T }[] {
  expect(Trace.run('original', 'The original', (trace) => verify(Buffer.from(original), trace)).outcome).toBe('verified')
  const found: { what: string; at: number; value: T }[] = []
  for (const { what, at, bytes } of byteMutants(original)) {
    total++
    const verdict = Trace.run('mutant', 'A mutant', (trace) => verify(bytes, trace))
    if (verdict.outcome === 'verified') found.push({ what, at, value: verdict.value as T })
  }
  return found
}

const message = Buffer.from('the message that is signed\n')
const { privateKey, publicBytes } = fixedEd25519(3)
const plainKey = Buffer.concat([wireString('ssh-ed25519'), wireString(publicBytes)])
const tokenKey = Buffer.concat([wireString('sk-ssh-ed25519@openssh.com'), wireString(publicBytes), wireString('ssh:')])

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function sshParts(key: Buffer, namespace: string, payload: Uint8Array) {
  const head = { namespace, reserved: Buffer.alloc(0), hash: 'sha512' } as const
  const data = signedData(head, payload)
  const counter = Buffer.from('0100000007', 'hex')
  const blob =
    key === plainKey
      ? Buffer.concat([wireString('ssh-ed25519'), wireString(sign(null, data, privateKey))])
      : Buffer.concat([
          wireString('sk-ssh-ed25519@openssh.com'),
          wireString(sign(null, Buffer.concat([sha256(Buffer.from('ssh:')), counter, sha256(data)]), privateKey)),
          counter,
        ])
  return { publicKey: key, ...head, blob }
}

function blobOf(armour: string): Buffer {
  return Buffer.from(armour.split('\n').slice(1, -2).join(''), 'base64')
}

const signers = readAllowedSigners(
  [plainKey, tokenKey].map((blob) => `ada@example.org ${readSshPublicKey(blob).type} ${blob.toString('base64')}`).join('\n'),
)

test.each([
  ['plain', plainKey],
  ['token', tokenKey],
])('SSH signature by a %s key', (_, key) => {
  const bytes = blobOf(writeSshSignature(sshParts(key, 'git', message)))
  const found = accepted(bytes, (mutant, trace) =>
    findSigner(verifySshSignature(readSshSignatureBlob(mutant), message, { options: { namespace: 'git' }, trace }), {
      query: { signers, time: 1 },
      trace,
    }),
  )
  expect(found).toEqual([])
})

test('commit signed with SSH', () => {
  const payload = [
    `tree ${'1'.repeat(40)}`,
    'author Ada <ada@example.org> 1700000000 +0000',
    'committer Ada <ada@example.org> 1700000000 +0000',
    '',
    'a message',
    '',
  ].join('\n')
  const armour = writeSshSignature(sshParts(plainKey, 'git', Buffer.from(payload)))
  const [headers, body] = [payload.slice(0, payload.indexOf('\n\n')), payload.slice(payload.indexOf('\n\n'))]
  const raw = Buffer.from(`${headers}\ngpgsig ${armour.trimEnd().replaceAll('\n', '\n ')}${body}`)
  const found = accepted(raw, (mutant, trace) => {
    verifyGitObject({ id: gitObjectId('commit', mutant, 40), type: 'commit', raw: mutant }, { ssh: { signers } }, trace)
    return mutant
  })
  // Line breaks inside the armour carry no meaning; the payload is the same.
  const armourAt = [raw.indexOf('gpgsig'), raw.indexOf('-----END SSH')]
  expect(found.filter(({ at }) => at < (armourAt[0] as number) || at > (armourAt[1] as number))).toEqual([])
  for (const { what, value } of found)
    expect([what, value.toString('latin1').replaceAll(/\s/g, '')]).toEqual([what, raw.toString('latin1').replaceAll(/\s/g, '')])
})

test('OpenPGP signature and keyring', () => {
  const key = makeOpenPgp()
  const now = new Date(1_700_000_000_000)
  const keyring = readPgpKeyring(key.certificate)
  const signature = key.sign(message)
  const found = accepted(
    signature,
    (mutant, trace) => verifyPgpSignature(mutant, message, { options: { keyring, now }, trace }).signer.key.fingerprint,
  )
  // Hints outside the signed part (the key id there) may be anything: the signed fingerprint names the key.
  const hintsAt = signature.indexOf(Buffer.from([9, 16]))
  expect(found.filter(({ at }) => at < hintsAt || at > hintsAt + 9)).toEqual([])
  const rings = accepted(key.certificate, (mutant, trace) => {
    const made = verifyPgpSignature(signature, message, { options: { keyring: readPgpKeyring(mutant), now }, trace })
    return [made.signer.key.fingerprint, ...made.certificate.userIds].join(' ')
  })
  for (const { what, value } of rings) expect([what, value]).toEqual([what, `${key.fingerprint} Ada <ada@example.org>`])
})

test('signed checksum lists', () => {
  const key = makeOpenPgp()
  const trust = { openpgp: { keyring: readPgpKeyring(key.certificate), now: new Date(1_700_000_000_000) } }
  const line = `${'ab'.repeat(32)}  file-1.0.tgz`
  const clear = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${line}\n${armoured('SIGNATURE', key.sign(Buffer.from(line)))}`
  const found = accepted(Buffer.from(clear), (mutant, trace) => {
    const list = verifyChecksumList({ kind: 'cleartext', message: mutant.toString('utf8') }, trust, trace)
    return JSON.stringify([...list.entries.values()].map(({ name, digest }) => [name, digest]))
  })
  for (const { what, value } of found) expect([what, value]).toEqual([what, JSON.stringify([['file-1.0.tgz', 'ab'.repeat(32)]])])
  const list = Buffer.from(`${line}\n`)
  const apart = accepted(list, (mutant, trace) =>
    verifyChecksumList({ kind: 'detached', list: mutant, signature: key.sign(list) }, trust, trace),
  )
  expect(apart).toEqual([])
})

test('minisign and signify', () => {
  const id = Buffer.from('0102030405060708', 'hex')
  const key = readSignifyKey(Buffer.concat([Buffer.from('Ed'), id, publicBytes]).toString('base64'))
  const prehashed = sign(null, createHash('blake2b512').update(message).digest(), privateKey)
  const comment = 'timestamp:1700000000 file:f'
  const global = sign(null, Buffer.concat([prehashed, Buffer.from(comment)]), privateKey)
  const mini = [
    'untrusted comment: x',
    Buffer.concat([Buffer.from('ED'), id, prehashed]).toString('base64'),
    `trusted comment: ${comment}`,
    global.toString('base64'),
    '',
  ]
  const plain = ['untrusted comment: x', Buffer.concat([Buffer.from('Ed'), id, sign(null, message, privateKey)]).toString('base64'), '']
  for (const evidence of [mini, plain]) {
    const found = accepted(
      Buffer.from(evidence.join('\n')),
      (mutant, trace) => verifySignify(mutant.toString('utf8'), message, { keys: [key], trace }).trustedComment,
    )
    // Only the untrusted comment and line ends may differ.
    const end = (evidence[0] as string).length
    const length = evidence.join('\n').length
    expect(found.filter(({ what, at }) => at > end && !what.includes('doubled') && at < length - 1 && !what.startsWith('cut'))).toEqual([])
    for (const { what, value } of found) expect([what, value]).toEqual([what, evidence === mini ? comment : null])
  }
  const files = accepted(message, (mutant, trace) => verifySignify(mini.join('\n'), mutant, { keys: [key], trace }))
  expect(files).toEqual([])
})

test('patch mail signed with patatt', () => {
  const unsigned = (value: string) =>
    [
      'From: Ada <ada@example.org>',
      'Subject: [PATCH] a change',
      `X-Developer-Signature: ${value}`,
      '',
      'Text.',
      '---',
      ' f | 1 +',
      '',
      'diff --git a/f b/f',
      '+x',
      '',
    ].join('\n')
  const bodyHash = sha256(readPatchMail(Buffer.from(unsigned('v=1'))).body).toString('base64')
  const head = `v=1; a=ed25519-sha256; t=1700000000; i=ada@example.org; s=one; h=from:subject; bh=${bodyHash}; b=`
  const draft = readPatchMail(Buffer.from(unsigned(`${head}AAAA`)))
  const [signature] = readDeveloperSignatures(draft)
  if (signature === undefined) throw new Error('no signature')
  const raw = Buffer.from(unsigned(head + sign(null, signedDigest(signature, draft), privateKey).toString('base64')))
  const keys = (path: string) => (path === 'ed25519/example.org/ada/one' ? Buffer.from(publicBytes.toString('base64')) : null)
  const found = accepted(raw, (mutant, trace) => {
    const { mail, identity } = verifyPatchMail(mutant, { keys, now: new Date(1_700_000_000_000) }, trace)
    return [identity, mail.author, mail.email, mail.subject, mail.body.toString()].join('\n')
  })
  const meaning = ['ada@example.org', 'Ada', 'ada@example.org', 'a change', draft.body.toString()].join('\n')
  // Blanks between fields, the patch number in brackets, blank lines at the ends.
  for (const { what, value } of found) expect([what, value]).toEqual([what, meaning])
})

test('damaged lists of keys end in a refusal, never in another error', () => {
  const line = `ada@example.org namespaces="git",valid-after="20200101" ssh-ed25519 ${plainKey.toString('base64')}\n`
  const parts = [Buffer.from('SSHKRL\n\0'), Buffer.from('00000001', 'hex'), Buffer.alloc(24), wireString(''), wireString('')]
  const krl = Buffer.concat([
    ...parts,
    Buffer.of(2),
    wireString(wireString(plainKey)),
    Buffer.of(1),
    wireString(Buffer.concat([wireString(''), wireString(''), Buffer.of(0x21), wireString(Buffer.alloc(16, 1))])),
  ])
  for (const [original, read] of [
    [Buffer.from(line), (bytes: Buffer) => readAllowedSigners(bytes.toString('utf8'))],
    [krl, (bytes: Buffer) => readRevocations(bytes)],
  ] as const) {
    for (const { what, bytes } of byteMutants(original)) {
      total++
      try {
        read(bytes)
      } catch (error) {
        expect([what, error instanceof Refused]).toEqual([what, true])
      }
    }
  }
})

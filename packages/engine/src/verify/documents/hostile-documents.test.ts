import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { verifyCredentialFiles } from './verify-credential-file.ts'
import { verifyMails } from './verify-mail.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const folder = mkdtempSync(join(tmpdir(), 'cupel-documents-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function put(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

it.each<[string, object, number]>([
  ['without', {}, 0],
  ['with', { credentialStatus: { type: 'BitstringStatusListEntry', statusListCredential: 'https://x.example/1' } }, 3],
])('a credential %s status that nobody looked at', async (_, more, expected) => {
  const { x } = publicKey.export({ format: 'jwk' })
  const did = `did:jwk:${Buffer.from(JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x })).toString('base64url')}`
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = { alg: 'EdDSA', typ: 'vc+jwt', kid: `${did}#0` }
  const claims = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer: did,
    credentialSubject: {},
    ...more,
  }
  const signed = `${part(head)}.${part(claims)}`
  put('a.jwt', `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`)
  const { verdict } = await verifyCredentialFiles({
    credentials: ['a.jwt'],
    issuers: [did],
    methods: {},
    documents: [],
    contexts: {},
    cwd: folder,
    now: NOW,
  })
  expect(verdict.exitCode).toBe(expected)
})

/** A patch mail signed by Ada's key, as patatt does it. */
function mail(from: string): string {
  const body = 'text\n---\ndiff --git a/a b/a\nindex 1..2 100644\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n'
  const bh = createHash('sha256').update(body.replaceAll('\n', '\r\n')).digest('base64')
  const start = `v=1; a=ed25519-sha256; t=1700000000; l=${body.length}; i=ada@example.org; s=default; h=from:subject; bh=${bh}; b=`
  const signedText = [`from:${from}`, 'subject:a patch', `x-developer-signature:${start}`].join('\r\n')
  const digest = createHash('sha256').update(signedText).digest()
  const b = Buffer.concat([sign(null, digest, privateKey), digest]).toString('base64')
  return `From: ${from}\nSubject: a patch\nX-Developer-Signature: ${start}${b}\n\n${body}`
}

it.each<[string, string, number]>([
  ['herself', 'Ada <ada@example.org>', 0],
  ['somebody else', 'Boss <boss@example.org>', 5],
])('a patch that Ada signed, by %s', (_, from, expected) => {
  put('keys/ed25519/example.org/ada/default', publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64'))
  put('a.mbox', mail(from))
  const { verdict, items } = verifyMails({ mails: ['a.mbox'], keyring: 'keys', cwd: folder, now: NOW })
  expect([verdict.exitCode, JSON.stringify(items[0]?.step.steps.find(({ outcome }) => outcome === 'failed') ?? null)]).toEqual([
    expected,
    expected === 0 ? 'null' : expect.stringContaining('signer-mismatch'),
  ])
})

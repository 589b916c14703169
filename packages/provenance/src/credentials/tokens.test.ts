import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { Trace as Traces } from '../verdict/trace.ts'
import { writeEd25519Multikey } from './multibase.ts'
import { verifySdJwt } from './sd-jwt.ts'
import { checkStatus } from './status-list.ts'
import { verifyVcJwt } from './vc-jwt.ts'
import type { VerifiedCredential } from './verify-credential.ts'

const NOW = new Date('2026-01-01T00:00:00Z')

function identity() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const multikey = writeEd25519Multikey(PublicKey.fromKeyObject(publicKey, 'key').raw)
  return { did: `did:key:${multikey}`, kid: `did:key:${multikey}#${multikey}`, jwk: publicKey.export({ format: 'jwk' }), privateKey }
}

const alice = identity()
const mallory = identity()

function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

function token(payload: object, header: object = {}, by = alice): string {
  const signed = `${encode({ alg: 'EdDSA', typ: 'vc+jwt', kid: by.kid, ...header })}.${encode(payload)}`
  return `${signed}.${sign(null, Buffer.from(signed), by.privateKey).toString('base64url')}`
}

const CREDENTIAL = { issuer: alice.did, type: ['VerifiableCredential'], credentialSubject: { id: 'x' }, validFrom: '2025-01-01T00:00:00Z' }

function outcome(verify: (trace: Trace) => unknown): string {
  const { outcome: result, root } = Traces.run('token', 'Token', verify)
  if (result === 'verified') return 'verified'
  const failed = root.steps.find((step) => step.outcome === 'failed')
  return `${failed?.id ?? 'root'} ${failed?.code ?? root.code}`
}

describe('verifyVcJwt', () => {
  it.each<[string, string, string]>([
    ['valid', token(CREDENTIAL), 'verified'],
    ['other type', token(CREDENTIAL, { typ: 'JWT' }), 'token unsupported-version'],
    ['no algorithm', token(CREDENTIAL, { alg: 'none' }), 'signature unsupported-algorithm'],
    ['algorithm of another key', token(CREDENTIAL, { alg: 'ES256' }), 'signature unsupported-algorithm'],
    ['critical header', token(CREDENTIAL, { crit: ['x'] }), 'token unsupported-version'],
    ['signed by another', token(CREDENTIAL, { kid: alice.kid }, mallory), 'signature signature-invalid'],
    ['by somebody who is not the issuer', token(CREDENTIAL, {}, mallory), 'issuer signer-mismatch'],
    ['expired', token({ ...CREDENTIAL, validUntil: '2025-06-01T00:00:00Z' }), 'validity expired'],
    ['not yet', token({ ...CREDENTIAL, validFrom: '2027-01-01T00:00:00Z' }), 'validity time-invalid'],
    ['token expired', token({ ...CREDENTIAL, exp: 1 }), 'root expired'],
    ['version 1.1', token({ vc: CREDENTIAL }), 'root unsupported-version'],
    ['two parts', 'a.b', 'token malformed'],
    ['altered', token(CREDENTIAL).replace(/\.(..)/, '.AA'), 'signature signature-invalid'],
  ])('%s', (_, text, expected) => {
    expect(outcome((trace) => verifyVcJwt(text, { now: NOW }, trace))).toBe(expected)
  })

  it('asks for the issuers given', () => {
    expect(outcome((trace) => verifyVcJwt(token(CREDENTIAL), { now: NOW, issuers: ['did:web:x.example'] }, trace))).toBe(
      'issuer signer-mismatch',
    )
  })
})

function disclosure(...parts: readonly unknown[]): { readonly text: string; readonly digest: string } {
  const text = encode(['salt', ...parts])
  return { text, digest: createHash('sha256').update(text).digest('base64url') }
}

const name = disclosure('name', 'Alice')
const item = disclosure('second')
const ended = disclosure('exp', 1)
const later = disclosure('nbf', 4_000_000_000)
const hidden = disclosure('issuer', 'did:key:zEvil')
const SD = {
  ...CREDENTIAL,
  _sd: [name.digest, 'decoy'],
  list: ['first', { '...': item.digest }],
  _sd_alg: 'sha-256',
  cnf: { jwk: mallory.jwk },
}

function sdJwt(payload: object, ...disclosures: readonly string[]): string {
  return `${[token(payload, { typ: 'vc+sd-jwt' }), ...disclosures].join('~')}~`
}

function bound(presentation: string, claims: object = {}, by = mallory): string {
  const sd_hash = createHash('sha256').update(presentation).digest('base64url')
  return presentation + token({ aud: 'us', nonce: 'n', sd_hash, iat: 1, ...claims }, { typ: 'kb+jwt', kid: undefined }, by)
}

describe('verifySdJwt', () => {
  const whole = sdJwt(SD, name.text, item.text)
  const holder = { audience: 'us', nonce: 'n' }
  it('reveals what is disclosed and nothing else', () => {
    const { value } = Traces.run('t', 'T', (trace) => verifySdJwt(sdJwt(SD, name.text), { now: NOW }, trace))
    expect([value?.credential['name'], value?.credential['list'], value?.credential['_sd']]).toEqual(['Alice', ['first'], undefined])
  })

  it.each<[string, string, { holder?: typeof holder }, string]>([
    ['all', whole, {}, 'verified'],
    ['nothing disclosed', sdJwt(SD), {}, 'verified'],
    ['not signed by the issuer', sdJwt(SD, disclosure('admin', true).text), {}, 'disclosures content-mismatch'],
    ['twice', sdJwt(SD, name.text, name.text), {}, 'disclosures malformed'],
    ['a claim that is there', sdJwt({ ...SD, _sd: [hidden.digest] }, hidden.text), {}, 'disclosures malformed'],
    ['digest twice', sdJwt({ ...SD, _sd: [name.digest, name.digest] }, name.text), {}, 'disclosures malformed'],
    ['item as claim', sdJwt({ ...SD, _sd: [item.digest], list: [] }, item.text), {}, 'disclosures malformed'],
    ['an end that is disclosed', sdJwt({ ...SD, _sd: [ended.digest] }, ended.text), {}, 'root expired'],
    ['a start that is disclosed', sdJwt({ ...SD, _sd: [later.digest] }, later.text), {}, 'root time-invalid'],
    ['another hash', sdJwt({ ...SD, _sd_alg: 'sha-1' }), {}, 'disclosures unsupported-algorithm'],
    ['bound', bound(whole), { holder }, 'verified'],
    ['bound, not asked', bound(whole), {}, 'holder trust-missing'],
    ['not bound', whole, { holder }, 'holder evidence-missing'],
    ['bound elsewhere', bound(whole, { aud: 'them' }), { holder }, 'holder content-mismatch'],
    ['bound to fewer', whole + bound(sdJwt(SD, name.text)).split('~').at(-1)!, { holder }, 'holder content-mismatch'],
    ['bound by another', bound(whole, {}, alice), { holder }, 'holder signature-invalid'],
  ])('%s', (_, text, options, expected) => {
    expect(outcome((trace) => verifySdJwt(text, { now: NOW, ...options }, trace))).toBe(expected)
  })
})

function statusOf(bit: number, change: object = {}, list: object = {}): string {
  const bits = Buffer.alloc(16_384)
  bits[0] = 0x80 >> bit
  const subject = {
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: `u${gzipSync(bits).toString('base64url')}`,
    ...list,
  }
  const entry = {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '3',
    statusListCredential: 'https://x.example/1',
    ...change,
  }
  const made = (credential: object, issuer = 'i') => ({ issuer, credential }) as unknown as VerifiedCredential
  try {
    checkStatus(made({ credentialStatus: entry }), made({ id: 'https://x.example/1', credentialSubject: subject }))
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'good'
}

describe('checkStatus', () => {
  it.each<[string, string, string]>([
    ['another bit is set', statusOf(4), 'good'],
    ['its bit is set', statusOf(3), 'revoked'],
    ['other purpose', statusOf(4, { statusPurpose: 'suspension' }), 'content-mismatch'],
    ['other list', statusOf(4, { statusListCredential: 'https://x.example/2' }), 'content-mismatch'],
    ['beyond the list', statusOf(4, { statusListIndex: '999999' }), 'malformed'],
    ['not a place', statusOf(4, { statusListIndex: '-1' }), 'malformed'],
    ['list too short', statusOf(4, {}, { encodedList: `u${gzipSync(Buffer.alloc(10)).toString('base64url')}` }), 'malformed'],
    ['not packed', statusOf(4, {}, { encodedList: 'uAAAA' }), 'malformed'],
    ['a bomb', statusOf(4, {}, { encodedList: `u${gzipSync(Buffer.alloc(70_000_000)).toString('base64url')}` }), 'malformed'],
    ['unknown kind', statusOf(4, { type: 'RevocationList2020Status' }), 'unsupported-version'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
})

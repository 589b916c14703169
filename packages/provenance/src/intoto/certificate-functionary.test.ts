import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { contextTag } from '../asn1/der.ts'
import { derElement } from '../asn1/der-writer.ts'
import { writePem } from '../asn1/pem.ts'
import { canonicalJson } from '../encoding/canonical-json.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { Trace } from '../verdict/trace.ts'
import type { ExtensionToWrite } from '../x509/write-certificate.ts'
import { signTbs, spkiOf, write, writeName, writeTbs } from '../x509/write-certificate.ts'
import { makeLink } from './make-link.ts'
import { verifyStepLinks } from './step-links.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const CONSTRAINT = {
  common_name: 'build',
  dns_names: [''],
  emails: [],
  organizations: ['example'],
  uris: ['spiffe://example.com/build'],
  roots: ['root'],
}

const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const person = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

function certificate(subject: Buffer, key: KeyObject, extensions: readonly ExtensionToWrite[]): string {
  const validity = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') }
  const parts = { ...validity, serial: Buffer.from([1]), issuer: writeName('', 'root'), subject, spki: spkiOf(key), extensions }
  return writePem('CERTIFICATE', signTbs(writeTbs(parts, authority), authority))
}

const root = certificate(writeName('', 'root'), authority, [write.basicConstraints(undefined), write.keyUsage(5)])
const leaf = certificate(writeName('example', 'build'), person, [
  write.keyUsage(0),
  write.subjectAltName(derElement(contextTag(6, 'primitive'), Buffer.from('spiffe://example.com/build'))),
])
const signed = makeLink({ name: 'build', materials: new Map(), products: new Map(), command: [] })
const sig = sign('sha256', canonicalJson(signed), person).toString('hex')
const link = JSON.stringify({ signed, signatures: [{ keyid: 'aabbccdd', sig, cert: leaf }] })

function verdict(constraint: object, change: (text: string) => string = (text) => text, now = NOW): string {
  const step = { name: 'build', pubkeys: [], threshold: 1, certificateConstraints: [constraint as JsonObject] }
  const authorities = { rootCas: { root: { keyval: { certificate: root } } }, intermediateCas: {} }
  const files = new Map([['build.aabbccdd.link', Buffer.from(change(link))]])
  return Trace.run('step', 'Step', (trace) => verifyStepLinks(step, { keys: {}, files, now, authorities }, trace)).outcome
}

describe('certificateKey', () => {
  it('accepts a certificate that meets a constraint whole', () => {
    expect(verdict(CONSTRAINT)).toBe('verified')
    expect(verdict({ ...CONSTRAINT, common_name: '*', uris: ['*'], organizations: ['*'], roots: ['*'] })).toBe('verified')
  })

  it.each<[string, object]>([
    ['other common name', { common_name: 'package' }],
    ['other URI', { uris: ['spiffe://example.com/package'] }],
    ['no URI', { uris: [] }],
    ['a URI more', { uris: ['spiffe://example.com/build', 'x'] }],
    ['other organization', { organizations: ['other'] }],
    ['other root', { roots: ['else'] }],
    ['no root', { roots: [] }],
  ])('refuses: %s', (_, change) => {
    expect(verdict({ ...CONSTRAINT, ...change })).toBe('refused')
  })

  it('refuses what is altered or expired', () => {
    expect(verdict(CONSTRAINT, (text) => text.replace('"products":{}', '"products":{"a":{"sha256":"00"}}'))).toBe('refused')
    expect(verdict(CONSTRAINT, undefined, new Date('2028-01-01'))).toBe('refused')
  })
})

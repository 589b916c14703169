import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { contextTag } from '../asn1/der.ts'
import { derElement, derInteger, derNull, derOctetString, derOid, derSequence, derSetOf } from '../asn1/der-writer.ts'
import { SHA256_OID } from '../timestamp/timestamp-request.ts'
import { Refused } from '../verdict/refused.ts'
import { readCertificate } from '../x509/certificate.ts'
import { signatureAlgorithm, signTbs, spkiOf, write, writeName, writeTbs } from '../x509/write-certificate.ts'
import { readSignedData, SIGNED_DATA } from './signed-data.ts'
import { CMS_ATTRIBUTE, verifySignedData } from './verify-signed-data.ts'

const DATA = '1.2.840.113549.1.7.1'
const CONTENT = Buffer.from('what is signed')
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const name = writeName('', 'signer')
const spki = spkiOf(privateKey)
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') }
const extensions = [write.keyUsage(0), write.subjectKeyId(spki)]
const certificate = readCertificate(
  signTbs(writeTbs({ serial: Buffer.from([7]), issuer: name, subject: name, spki, extensions, ...validity }, privateKey), privateKey),
)
const SHA256 = derSequence(derOid(SHA256_OID), derNull())

interface Shape {
  readonly attributes?: readonly Buffer[]
  readonly isAttached?: boolean
  readonly byKeyId?: boolean
  readonly signers?: number
  readonly contentType?: string
}

const digest = (content: Buffer): Buffer => createHash('sha256').update(content).digest()
const attribute = (oid: string, ...values: readonly Buffer[]): Buffer => derSequence(derOid(oid), derSetOf(...values))
const TYPE = attribute(CMS_ATTRIBUTE.contentType, derOid(DATA))
const DIGEST = attribute(CMS_ATTRIBUTE.messageDigest, derOctetString(digest(CONTENT)))

function make({ attributes = [TYPE, DIGEST], isAttached = false, byKeyId = false, signers = 1, contentType = DATA }: Shape = {}): Buffer {
  const set = derSetOf(...attributes)
  const unsorted = derElement(contextTag(0, 'constructed'), ...attributes.toReversed())
  const signer = derSequence(
    derInteger(byKeyId ? 3 : 1),
    byKeyId ? derElement(contextTag(0, 'primitive'), certificate.subjectKeyId!) : derSequence(name, derInteger(7)),
    SHA256,
    ...(attributes.length === 0 ? [] : [unsorted]),
    signatureAlgorithm(privateKey),
    derOctetString(sign('sha256', attributes.length === 0 ? CONTENT : set, privateKey)),
  )
  const data = derSequence(
    derInteger(1),
    derSetOf(SHA256),
    derSequence(derOid(contentType), ...(isAttached ? [derElement(contextTag(0, 'constructed'), derOctetString(CONTENT))] : [])),
    derElement(contextTag(0, 'constructed'), certificate.der),
    derSetOf(...Array.from({ length: signers }, () => signer)),
  )
  return derSequence(derOid(SIGNED_DATA), derElement(contextTag(0, 'constructed'), data))
}

function verify(shape: Shape, content?: Buffer): string {
  const data = readSignedData(make(shape), 'the message')
  return verifySignedData(data, { what: 'the message', ...(content && { content }) }).certificate.subject.text
}

describe('verifySignedData', () => {
  it.each<[string, Shape, Buffer | undefined]>([
    ['detached, attributes out of order on the wire', {}, CONTENT],
    ['attached', { isAttached: true }, undefined],
    ['without attributes', { attributes: [] }, CONTENT],
    ['by key identifier', { byKeyId: true }, CONTENT],
  ])('accepts a signature %s', (_, shape, content) => {
    expect(verify(shape, content)).toBe('CN=signer')
  })

  it.each<[string, Shape, Buffer | undefined, string]>([
    ['other content', {}, Buffer.from('else'), 'digest-mismatch'],
    ['other content without attributes', { attributes: [] }, Buffer.from('else'), 'signature-invalid'],
    ['content both inside and given', { isAttached: true }, CONTENT, 'malformed'],
    ['no content at all', {}, undefined, 'evidence-missing'],
    ['no digest among the attributes', { attributes: [TYPE] }, CONTENT, 'evidence-missing'],
    ['no type among the attributes', { attributes: [DIGEST] }, CONTENT, 'evidence-missing'],
    ['another type among the attributes', { contentType: '1.2.3' }, CONTENT, 'content-mismatch'],
    ['another type without attributes', { contentType: '1.2.3', attributes: [] }, CONTENT, 'evidence-missing'],
    ['no signer', { signers: 0 }, CONTENT, 'evidence-missing'],
    ['two signers', { signers: 2 }, CONTENT, 'malformed'],
    [
      'two digests',
      {
        attributes: [
          TYPE,
          attribute(CMS_ATTRIBUTE.messageDigest, derOctetString(digest(CONTENT)), derOctetString(digest(Buffer.from('else')))),
        ],
      },
      CONTENT,
      'malformed',
    ],
    ['an attribute twice', { attributes: [TYPE, DIGEST, DIGEST] }, CONTENT, 'malformed'],
  ])('refuses %s', (_, shape, content, code) => {
    expect(() => verify(shape, content)).toThrow(expect.objectContaining({ code }))
  })

  it('refuses a signer whose certificate is nowhere', () => {
    const data = readSignedData(make(), 'the message')
    expect(() => verifySignedData({ ...data, certificates: [] }, { what: 'it', content: CONTENT })).toThrow(
      expect.objectContaining({ code: 'signer-unknown' }),
    )
  })

  it('refuses or verifies the same content, whatever byte is flipped', () => {
    const message = make()
    for (let at = 0; at < message.length; at++) {
      const der = Buffer.from(message)
      der[at]! ^= 1 << (at % 8)
      try {
        const found = verifySignedData(readSignedData(der, 'the message'), { what: 'the message', content: CONTENT })
        expect(found.certificate.publicKey.equals(certificate.publicKey)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(Refused)
      }
    }
  })
})

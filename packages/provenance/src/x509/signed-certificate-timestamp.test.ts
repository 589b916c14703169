import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { derOctetString } from '../asn1/der-writer.ts'
import { readCertificate } from './certificate.ts'
import { EXTENSION } from './extension.ts'
import { timestampedData, timestampedPrecertificate, writeTimestamp, writeTimestampList } from './signed-certificate-timestamp.ts'
import type { ExtensionToWrite } from './write-certificate.ts'
import { signTbs, spkiOf, write, writeName, writeTbs } from './write-certificate.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const STAMP = { time: new Date('2026-02-03T04:05:06Z'), extensions: Buffer.from([1, 2, 3]) }
const timestamps: ExtensionToWrite = {
  oid: EXTENSION.signedCertificateTimestamps,
  critical: false,
  value: derOctetString(writeTimestampList([writeTimestamp(Buffer.alloc(32), STAMP.time, STAMP.extensions, Buffer.alloc(70))])),
}

function tbsWith(extensions: readonly ExtensionToWrite[]): Buffer {
  const name = writeName('', 'somebody')
  const [notBefore, notAfter] = [new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')]
  return writeTbs(
    { serial: Buffer.from([7]), issuer: name, subject: name, notBefore, notAfter, spki: spkiOf(privateKey), extensions },
    privateKey,
  )
}

const few = [write.keyUsage(0), write.extendedKeyUsage(false, '1.3.6.1.5.5.7.3.3')]
// Enough that headers around them are longer with the timestamps than without.
const many = [...few, { oid: '1.2.3.4', critical: false, value: Buffer.alloc(60) }]

it.each([
  ['first of few', [timestamps, ...few], few],
  ['last of few', [...few, timestamps], few],
  ['between others', [many[0]!, timestamps, ...many.slice(1)], many],
  ['alone', [timestamps], []],
  ['nowhere', few, few],
])('what a log signed is the certificate without its timestamps: %s', (_, extensions, rest) => {
  const certificate = readCertificate(signTbs(tbsWith(extensions), privateKey))
  expect(timestampedData(STAMP, certificate, certificate).equals(timestampedPrecertificate(STAMP, tbsWith(rest), certificate))).toBe(true)
})

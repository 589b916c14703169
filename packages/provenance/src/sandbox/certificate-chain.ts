import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync } from 'node:crypto'
import type { Certificate } from '../x509/certificate.ts'
import { readCertificate } from '../x509/certificate.ts'
import type { ExtensionToWrite } from '../x509/write-certificate.ts'
import { signTbs, spkiOf, write, writeName, writeTbs } from '../x509/write-certificate.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export interface IssuingAuthority {
  readonly root: Certificate
  readonly certificate: Certificate
  readonly privateKey: KeyObject
}

export interface MakeAuthorityOptions {
  readonly now: Date
  readonly random: (size: number) => Uint8Array
  /** Ends yesterday instead of in ten years. */
  readonly isExpired: boolean
  readonly purpose: string
}

/** A root and an authority below it that issues for one purpose, both on P-384 as the public instance has them. */
export function makeAuthority(name: string, options: MakeAuthorityOptions): IssuingAuthority {
  const { now, random, purpose } = options
  const window = { notBefore: whole(now, -365), notAfter: whole(now, options.isExpired ? -1 : 3650) }
  const rootKey = makeKey('P-384')
  const rootName = writeName('cupel sandbox', `${name} root`)
  const rootTbs = writeTbs(
    {
      ...window,
      serial: random(16),
      issuer: rootName,
      subject: rootName,
      spki: spkiOf(rootKey),
      extensions: [write.basicConstraints(1), write.keyUsage(5, 6), write.subjectKeyId(spkiOf(rootKey))],
    },
    rootKey,
  )
  const root = readCertificate(signTbs(rootTbs, rootKey))
  const privateKey = makeKey('P-384')
  const extensions = [
    write.basicConstraints(0),
    write.keyUsage(5, 6),
    write.extendedKeyUsage(false, purpose),
    write.subjectKeyId(spkiOf(privateKey)),
    write.authorityKeyId(root.publicKey.spki),
  ]
  const subject = writeName('cupel sandbox', name)
  const tbs = writeTbs({ ...window, serial: random(16), issuer: rootName, subject, spki: spkiOf(privateKey), extensions }, rootKey)
  return { root, certificate: readCertificate(signTbs(tbs, rootKey)), privateKey }
}

export interface LeafToIssue {
  readonly serial: Uint8Array
  readonly subject: Uint8Array
  readonly spki: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  readonly extensions: readonly ExtensionToWrite[]
}

/** The signed part of a leaf below the authority: to be logged first, then signed with the log's answer inside. */
export function leafTbs(authority: IssuingAuthority, leaf: LeafToIssue): Buffer {
  const keyIds = [write.subjectKeyId(leaf.spki), write.authorityKeyId(authority.certificate.publicKey.spki)]
  const issuer = authority.certificate.subject.bytes
  return writeTbs({ ...leaf, issuer, extensions: [...keyIds, ...leaf.extensions] }, authority.privateKey)
}

export function makeKey(namedCurve: 'P-256' | 'P-384'): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey
}

/** So many days from `now`, at a whole second. */
export function whole(now: Date, days: number): Date {
  return new Date(Math.floor((now.getTime() + days * DAY_MS) / 1000) * 1000)
}

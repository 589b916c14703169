import { Refused } from '../verdict/refused.ts'
import type { DerNode } from './der.ts'
import { contextTag, DER_TAG, DerCursor } from './der.ts'
import { decodeOid, decodeSmallInteger } from './der-values.ts'
import type { HashName, SignatureScheme } from '../keys/signature-scheme.ts'

/** RFC 5280 §4.1.1.2. `parameters` is undefined when absent; NULL is an element like any other. */
export interface AlgorithmIdentifier {
  readonly oid: string
  readonly parameters: DerNode | undefined
  readonly bytes: Buffer
}

export function decodeAlgorithmIdentifier(node: DerNode, what: string): AlgorithmIdentifier {
  const cursor = new DerCursor(node, what)
  const oid = decodeOid(cursor.take(), what)
  const parameters = cursor.nextTag === undefined ? undefined : cursor.take()
  cursor.finish()
  return { oid, parameters, bytes: node.bytes }
}

const HASHES: Readonly<Record<string, HashName>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

const WEAK_HASHES: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'SHA-1', '1.2.840.113549.2.5': 'MD5' }

/** The digest an AlgorithmIdentifier names. Refuses SHA-1 and MD5 as weak, everything else unknown as unsupported. */
export function hashOfAlgorithm(algorithm: AlgorithmIdentifier, what: string): HashName {
  const hash = HASHES[algorithm.oid]
  if (hash === undefined) {
    const weak = WEAK_HASHES[algorithm.oid]
    if (weak !== undefined) throw new Refused('weak-algorithm', `${what} uses ${weak}`)
    throw new Refused('unsupported-algorithm', `${what} uses digest algorithm ${algorithm.oid}`)
  }
  requireNoParameters(algorithm, what)
  return hash
}

const SIGNATURES: Readonly<Record<string, SignatureScheme>> = {
  '1.2.840.113549.1.1.11': 'rsa-pkcs1-sha256',
  '1.2.840.113549.1.1.12': 'rsa-pkcs1-sha384',
  '1.2.840.113549.1.1.13': 'rsa-pkcs1-sha512',
  '1.2.840.10045.4.3.2': 'ecdsa-sha256',
  '1.2.840.10045.4.3.3': 'ecdsa-sha384',
  '1.2.840.10045.4.3.4': 'ecdsa-sha512',
  '1.3.101.112': 'ed25519',
  '2.16.840.1.101.3.4.3.17': 'ml-dsa-44',
  '2.16.840.1.101.3.4.3.18': 'ml-dsa-65',
  '2.16.840.1.101.3.4.3.19': 'ml-dsa-87',
}

const WEAK_SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'RSA with MD5',
  '1.2.840.113549.1.1.5': 'RSA with SHA-1',
  '1.2.840.10045.4.1': 'ECDSA with SHA-1',
  '1.2.840.10040.4.3': 'DSA with SHA-1',
}

const RSA_PSS = '1.2.840.113549.1.1.10'
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const MGF1 = '1.2.840.113549.1.1.8'

/**
 * The signature scheme an AlgorithmIdentifier names (RFC 5280, 4055, 5758, 8410, 9881). CMS may name the bare key type
 * (`rsaEncryption`); `digest` then says with which hash.
 */
export function schemeOfAlgorithm(algorithm: AlgorithmIdentifier, what: string, digest?: HashName): SignatureScheme {
  if (algorithm.oid === RSA_PSS) return pssScheme(algorithm, what)
  const scheme = algorithm.oid === RSA_ENCRYPTION && digest !== undefined ? (`rsa-pkcs1-${digest}` as const) : SIGNATURES[algorithm.oid]
  if (scheme === undefined) {
    const weak = WEAK_SIGNATURES[algorithm.oid]
    if (weak !== undefined) throw new Refused('weak-algorithm', `${what} is signed with ${weak}`)
    throw new Refused('unsupported-algorithm', `${what} is signed with algorithm ${algorithm.oid}`)
  }
  requireNoParameters(algorithm, what)
  return scheme
}

/** RFC 4055 §3.1. Only the shape in use: the same SHA-2 for message and mask. The salt may be of any length. */
function pssScheme(algorithm: AlgorithmIdentifier, what: string): SignatureScheme {
  if (algorithm.parameters === undefined) throw new Refused('weak-algorithm', `${what} is signed with RSA-PSS and SHA-1`)
  const cursor = new DerCursor(algorithm.parameters, what)
  const hashNode = explicit(cursor, 0, what)
  const maskNode = explicit(cursor, 1, what)
  const saltNode = explicit(cursor, 2, what)
  cursor.finish()
  if (hashNode === undefined || maskNode === undefined) throw new Refused('weak-algorithm', `${what} is signed with RSA-PSS and SHA-1`)
  const hash = hashOfAlgorithm(decodeAlgorithmIdentifier(hashNode, what), what)
  const mask = decodeAlgorithmIdentifier(maskNode, what)
  const maskHash = mask.parameters && hashOfAlgorithm(decodeAlgorithmIdentifier(mask.parameters, what), what)
  if (saltNode !== undefined) decodeSmallInteger(saltNode, what)
  if (mask.oid !== MGF1 || maskHash !== hash) {
    throw new Refused('unsupported-algorithm', `${what} is signed with RSA-PSS of unusual parameters`)
  }
  return `rsa-pss-${hash}`
}

function explicit(cursor: DerCursor, number: number, what: string): DerNode | undefined {
  const wrapper = cursor.optional(contextTag(number, 'constructed'))
  if (wrapper === undefined) return undefined
  const inner = new DerCursor(wrapper, what, wrapper.tag)
  const node = inner.take()
  inner.finish()
  return node
}

function requireNoParameters(algorithm: AlgorithmIdentifier, what: string): void {
  const { parameters } = algorithm
  if (parameters === undefined || (parameters.tag === DER_TAG.null && parameters.content.length === 0)) return
  throw new Refused('malformed', `${what} has parameters that algorithm ${algorithm.oid} does not take`)
}

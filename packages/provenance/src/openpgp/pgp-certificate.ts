import { Refused } from '../verdict/refused.ts'
import { checkPgpSignature } from './check-pgp-signature.ts'
import type { PgpKey } from './pgp-key.ts'
import { readPgpKey } from './pgp-key.ts'
import type { PgpPacket } from './packets.ts'
import { PACKET, readPackets } from './packets.ts'
import type { PgpSignature } from './pgp-signature.ts'
import { readPgpSignature, secondsFact, SUBPACKET } from './pgp-signature.ts'

/** A revocation that its key made. */
export interface PgpRevocation {
  readonly created: number
  /** Superseded, retired or user id no longer valid (RFC 9580 §5.2.3.31): earlier signatures stay good. */
  readonly isSoft: boolean
}

/** A key with what the owner says of it; only self-signatures that hold count. */
export interface PgpBoundKey {
  readonly key: PgpKey
  readonly isPrimary: boolean
  /** May sign data; null when the owner does not say. */
  readonly canSign: boolean | null
  /** Seconds since 1970; null: never. */
  readonly expires: number | null
  readonly revocations: readonly PgpRevocation[]
  /** What is weak about the owner's own signatures. */
  readonly isBoundBySha1: boolean
}

/** A certificate: primary key, names, subkeys (RFC 9580 §10.1). */
export interface PgpCertificate {
  readonly primary: PgpBoundKey
  readonly userIds: readonly string[]
  /** Primary first; subkeys without a binding that holds are left out. */
  readonly keys: readonly PgpBoundKey[]
}

const TYPE = {
  certify: [0x10, 0x11, 0x12, 0x13],
  binding: 0x18,
  backSignature: 0x19,
  direct: 0x1f,
  revokeKey: 0x20,
  revokeSubkey: 0x28,
  revokeUserId: 0x30,
} as const
const SIGN_FLAG = 0x02
const SOFT_REASONS = new Set([1, 3, 32])

/**
 * All certificates of a binary keyring. Foreign certifications are not read: trust comes from whoever chose the keyring. What is of
 * unknown kind is passed over; a certificate whose primary key is unusable is left out and told to `problem`.
 */
export function readPgpCertificates(bytes: Buffer, problem: (detail: string) => void = () => {}): readonly PgpCertificate[] {
  const groups: PgpPacket[][] = []
  for (const packet of readPackets(bytes)) {
    if (packet.tag === PACKET.publicKey) groups.push([packet])
    else if (groups.length === 0) throw new Refused('malformed', 'the OpenPGP keyring does not begin with a key')
    else groups.at(-1)?.push(packet)
  }
  return groups.flatMap((packets) => {
    try {
      return [readCertificate(packets)]
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      problem(error.message)
      return []
    }
  })
}

interface Part {
  readonly packet: PgpPacket
  readonly signatures: readonly PgpSignature[]
}

function readCertificate([first, ...rest]: readonly PgpPacket[]): PgpCertificate {
  const primary = readPgpKey((first as PgpPacket).body)
  const parts = partsOf(first as PgpPacket, rest)
  const own = (signatures: readonly PgpSignature[], types: readonly number[], covered: readonly Uint8Array[]) =>
    signatures
      .filter((signature) => types.includes(signature.type) && isBy(signature, primary) && doesHold(signature, primary, covered))
      .sort((a, b) => b.created - a.created)
  const onKey = parts[0]?.signatures ?? []
  const userIds = parts
    .filter(({ packet }) => packet.tag === PACKET.userId)
    .flatMap(({ packet, signatures }) => {
      const covered = [primary.hashed, userIdHead(packet.body), packet.body]
      const [latest] = own(signatures, TYPE.certify, covered)
      const [revoked] = own(signatures, [TYPE.revokeUserId], covered)
      return latest === undefined || (revoked !== undefined && revoked.created >= latest.created)
        ? []
        : [{ text: packet.body.toString('utf8'), latest }]
    })
  const direct = own(onKey, [TYPE.direct], [primary.hashed])
  const says = [...direct.filter((signature) => signature.facts.has(SUBPACKET.keyExpires)), ...preferred(userIds), ...direct]
  if (says.length === 0) throw new Refused('certificate-invalid', `the OpenPGP key ${primary.fingerprint} does not sign for itself`)
  const bound = boundKey(primary, { says, revocations: own(onKey, [TYPE.revokeKey], [primary.hashed]), isPrimary: true })
  const subkeys = parts.filter(({ packet }) => packet.tag === PACKET.publicSubkey).flatMap((part) => readSubkey(part, primary, own))
  return { primary: bound, userIds: userIds.map(({ text }) => text), keys: [bound, ...subkeys] }
}

function readSubkey(
  { packet, signatures }: Part,
  primary: PgpKey,
  own: (signatures: readonly PgpSignature[], types: readonly number[], covered: readonly Uint8Array[]) => readonly PgpSignature[],
): readonly PgpBoundKey[] {
  const key = usableKey(packet.body)
  if (key === null) return []
  const covered = [primary.hashed, key.hashed]
  const says = own(signatures, [TYPE.binding], covered)
  const [binding] = says
  if (binding === undefined) return []
  // A subkey that signs must say itself that it belongs here, or a certificate could adopt somebody else's key.
  const isConfirmed = binding.embedded.some((body) => isBackSignature(body, key, covered))
  const revocations = own(signatures, [TYPE.revokeSubkey], covered)
  const bound = boundKey(key, { says, revocations, isPrimary: false })
  return [isConfirmed ? bound : { ...bound, canSign: false }]
}

function isBackSignature(body: Buffer, key: PgpKey, covered: readonly Uint8Array[]): boolean {
  try {
    const signature = readPgpSignature(body)
    return signature.type === TYPE.backSignature && doesHold(signature, key, covered)
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

function boundKey(
  key: PgpKey,
  {
    says,
    revocations,
    isPrimary,
  }: { readonly says: readonly PgpSignature[]; readonly revocations: readonly PgpSignature[]; readonly isPrimary: boolean },
): PgpBoundKey {
  const flags = says.map((signature) => signature.facts.get(SUBPACKET.keyFlags)).find((body) => body !== undefined)
  const lifetime = secondsFact(says[0] as PgpSignature, SUBPACKET.keyExpires)
  return {
    key,
    isPrimary,
    canSign: flags === undefined ? null : ((flags[0] ?? 0) & SIGN_FLAG) !== 0,
    expires: lifetime === 0 ? null : key.created + lifetime,
    revocations: revocations.map((signature) => ({
      created: signature.created,
      isSoft: SOFT_REASONS.has(signature.facts.get(SUBPACKET.revocationReason)?.[0] ?? 0),
    })),
    isBoundBySha1: says[0]?.hash === 'sha1',
  }
}

/** Self-certifications in order of weight: of the name marked as primary, then the newest. */
function preferred(userIds: readonly { readonly latest: PgpSignature }[]): readonly PgpSignature[] {
  const isMain = (signature: PgpSignature) => (signature.facts.get(SUBPACKET.primaryUserId)?.[0] === 1 ? 1 : 0)
  return userIds.map(({ latest }) => latest).sort((a, b) => isMain(b) - isMain(a) || b.created - a.created)
}

function partsOf(first: PgpPacket, rest: readonly PgpPacket[]): readonly Part[] {
  const parts: { readonly packet: PgpPacket; readonly signatures: PgpSignature[] }[] = [{ packet: first, signatures: [] }]
  for (const packet of rest) {
    if (packet.tag === PACKET.userId || packet.tag === PACKET.publicSubkey || packet.tag === PACKET.userAttribute)
      parts.push({ packet, signatures: [] })
    if (packet.tag !== PACKET.signature) continue
    const signature = usableSignature(packet.body)
    if (signature !== null) parts.at(-1)?.signatures.push(signature)
  }
  return parts
}

function usableSignature(body: Buffer): PgpSignature | null {
  try {
    return readPgpSignature(body)
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

function usableKey(body: Buffer): PgpKey | null {
  try {
    return readPgpKey(body)
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

function isBy(signature: PgpSignature, key: PgpKey): boolean {
  return signature.issuers.length === 0 || signature.issuers.some((issuer) => issuer === key.keyId || issuer === key.fingerprint)
}

function doesHold(signature: PgpSignature, key: PgpKey, covered: readonly Uint8Array[]): boolean {
  try {
    checkPgpSignature(signature, key, covered)
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

function userIdHead(body: Buffer): Buffer {
  const head = Buffer.alloc(5, 0xb4)
  head.writeUInt32BE(body.length, 1)
  return head
}

import { createHash } from 'node:crypto'
import { Refused } from '../verdict/refused.ts'
import { decodeWords } from './decode-words.ts'
import type { PatchMail } from './mail-message.ts'

export type PatattAlgorithm = 'ed25519' | 'openpgp' | 'openssh'

/** An `X-Developer-Signature` header taken apart. */
export interface DeveloperSignature {
  readonly algorithm: PatattAlgorithm
  readonly identity: string
  readonly selector: string
  /** Seconds since 1970; null where the signature itself says. */
  readonly time: number | null
  readonly headers: readonly string[]
  readonly bodyHash: string
  readonly signature: string
  /** The header up to and with `b=`, as it is signed. */
  readonly signedPart: string
}

const NAME = 'x-developer-signature'
const ALGORITHMS: Readonly<Record<string, PatattAlgorithm>> = {
  'ed25519-sha256': 'ed25519',
  'openpgp-sha256': 'openpgp',
  'openssh-sha256': 'openssh',
}
const REQUIRED = ['from', 'subject']

/** The signatures of a mail. Refuses one that leaves out From or Subject, or is of unknown version or algorithm. */
export function readDeveloperSignatures(mail: PatchMail): readonly DeveloperSignature[] {
  return mail.headers.filter(([name]) => name === NAME).map(([, value]) => readSignature(value, mail))
}

function readSignature(value: string, mail: PatchMail): DeveloperSignature {
  const canonical = canonicalHeader(value)
  const fields = new Map(
    canonical
      .replaceAll(' ', '')
      .split(';')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  )
  const field = (name: string) => fields.get(name) ?? ''
  if (fields.has('v') && field('v') !== '1')
    throw new Refused('unsupported-version', `a developer signature of version ${field('v').slice(0, 20)}`)
  const algorithm = Object.hasOwn(ALGORITHMS, field('a')) ? ALGORITHMS[field('a')] : undefined
  if (algorithm === undefined) throw new Refused('unsupported-algorithm', `a developer signature of type ${field('a').slice(0, 40)}`)
  const headers = field('h').toLowerCase().split(':')
  if (REQUIRED.some((name) => !headers.includes(name)))
    throw new Refused('policy-not-met', 'the developer signature does not cover From and Subject')
  const start = canonical.lastIndexOf('b=')
  if (field('b') === '' || field('bh') === '' || start < 0) throw new Refused('malformed', 'the developer signature lacks its values')
  return {
    algorithm,
    identity: fields.has('i') ? field('i') : mail.email,
    selector: fields.has('s') ? field('s') : 'default',
    time: /^\d{1,12}$/.test(field('t')) ? Number(field('t')) : null,
    headers,
    bodyHash: field('bh'),
    signature: field('b'),
    signedPart: canonical.slice(0, start + 2),
  }
}

/** Digest over the signed headers and the signature header itself without its value: what the key signs. */
export function signedDigest(signature: DeveloperSignature, mail: PatchMail): Buffer {
  const left = [...mail.headers].reverse().map(([name, value]) => [name, valueOf(name, value, mail)] as const)
  const hash = createHash('sha256')
  for (const name of signature.headers) {
    const at = left.findIndex(([header]) => header === name)
    if (at < 0) continue
    const [[, value] = ['', '']] = left.splice(at, 1)
    hash.update(`${name}:${canonicalHeader(value)}\r\n`)
  }
  return hash.update(`${NAME}:${signature.signedPart}`).digest()
}

/** From and Subject are signed as git understands them. */
function valueOf(name: string, value: string, mail: PatchMail): string {
  if (name === 'from') return `${mail.author} <${mail.email}>`
  return name === 'subject' ? mail.subject : decodeWords(value)
}

/** DKIM’s relaxed form (RFC 6376 §3.4.2). */
function canonicalHeader(value: string): string {
  return value
    .replaceAll(/[\r\n]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

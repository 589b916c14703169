import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { configInvalid } from '@cupel/model'
import type { TrustIdentity, TrustPolicy } from '@cupel/policy'
import {
  CertificateStore,
  PublicKey,
  readPemCertificates,
  readPgpKeyring,
  readPublicKeyLine,
  readSignifyKey,
  readSshIdentity,
  sha256KeyId,
} from '@cupel/provenance'
import type { PgpKeyring, SignifyKey } from '@cupel/provenance'
import { readTrusted } from './verdict-item.ts'

/** Authorities that one identity of the policy may be certified by. */
export interface PolicyAuthority {
  /** What the identity's claim `root` was set to, so that no other root's certificate is taken for it. */
  readonly mark: string
  readonly subject: string
  readonly store: CertificateStore
}

/** Keys of a policy, ready to verify with. */
export interface PolicyKeys {
  /** The policy with every key as fingerprint, so that one key in two spellings is one key. */
  readonly policy: TrustPolicy
  /** Kind `key`, by fingerprint. */
  readonly keys: ReadonlyMap<string, PublicKey>
  /** Kind `ssh`: the principal that the policy gives a key, by fingerprint. */
  readonly ssh: ReadonlyMap<string, string>
  /** The same as lines of an allowed signers file; keys that are only known by fingerprint are not among them. */
  readonly sshLines: readonly string[]
  /** Kind `openpgp`; null when the policy has no such key in full. */
  readonly openpgp: PgpKeyring | null
  /** Kinds `minisign` and `signify`, with their fingerprints. */
  readonly signify: readonly { readonly kind: 'minisign' | 'signify'; readonly key: SignifyKey; readonly fingerprint: string }[]
  readonly authorities: readonly PolicyAuthority[]
}

export const NO_POLICY_KEYS: Omit<PolicyKeys, 'policy'> = {
  keys: new Map(),
  ssh: new Map(),
  sshLines: [],
  openpgp: null,
  signify: [],
  authorities: [],
}

const MAX_KEY_FILE = 16_000_000

/**
 * Reads the keys that a policy holds or names. Throws CupelError; a key that cannot be read is never left out. `base` is the folder of
 * the policy; null: there is none, so that a policy which names a file is refused.
 */
export function readPolicyKeys(policy: TrustPolicy, base: string | null): PolicyKeys {
  const found = {
    keys: new Map<string, PublicKey>(),
    ssh: new Map<string, string>(),
    sshLines: [] as string[],
    rings: [] as Buffer[],
    signify: [] as PolicyKeys['signify'][number][],
    authorities: [] as PolicyAuthority[],
  }
  const identities = policy.identities.map((identity): TrustIdentity => {
    const shown = `${policy.source}:${identity.line}`
    const text = (value: string, inline: RegExp): Buffer =>
      inline.test(value) ? Buffer.from(value) : fileBeside(value, policy.source, { base, line: identity.line })
    return readTrusted(shown, () => {
      switch (identity.kind) {
        case 'key': {
          const key = PublicKey.fromPem(text(identity.key, /-----BEGIN/).toString('latin1'), 'the key')
          const twin = [...found.keys].find(([, other]) => other.identity === key.identity)
          const print = twin?.[0] ?? sha256KeyId(key)
          found.keys.set(print, twin?.[1] ?? key)
          return { ...identity, key: print }
        }
        case 'ssh': {
          const lines = sshKeyLines(identity.key, (value) => text(value, /^(?:sk-)?(?:ssh-|ecdsa-|mldsa)/))
          const prints = lines === null ? [identity.key.replace(/=$/, '')] : lines.map(({ fingerprint }) => fingerprint)
          for (const print of prints) found.ssh.set(print, identity.subject)
          const principal = (identity.subject || identity.name).replace(/[\s",]+/g, '-')
          found.sshLines.push(...(lines ?? []).map(({ line }) => `${principal} ${line}`))
          return { ...identity, key: prints.join(' ') }
        }
        case 'openpgp': {
          if (isPgpFingerprint(identity.key)) return { ...identity, key: plainFingerprint(identity.key) }
          const ring = text(identity.key, /-----BEGIN/)
          found.rings.push(ring)
          return {
            ...identity,
            key: readPgpKeyring(ring)
              .certificates.map(({ primary }) => primary.key.fingerprint)
              .join(' '),
          }
        }
        case 'minisign':
        case 'signify': {
          const key = readSignifyKey(text(identity.key, /^(?:untrusted comment:|RW[\w+/]{40,}=*$)/).toString('utf8'))
          const fingerprint = rawFingerprint(key.bytes)
          found.signify.push({ kind: identity.kind, key, fingerprint })
          return { ...identity, key: fingerprint }
        }
        case 'x509': {
          const bytes = text(identity.root, /-----BEGIN/)
          const mark = rawFingerprint(bytes)
          const store = new CertificateStore(readPemCertificates(bytes.toString('latin1'), shown))
          found.authorities.push({ mark, subject: identity.subject, store })
          return { ...identity, claims: { ...identity.claims, root: mark } }
        }
        default:
          return identity
      }
    })
  })
  const { rings, ...rest } = found
  return { policy: { ...policy, identities }, ...rest, openpgp: rings.length === 0 ? null : readPgpKeyring(...rings) }
}

/** SHA-256 as OpenSSH writes it. */
export function rawFingerprint(bytes: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`
}

/** Null: the value is a fingerprint. */
function sshKeyLines(
  value: string,
  text: (value: string) => Buffer,
): readonly { readonly line: string; readonly fingerprint: string }[] | null {
  if (/^SHA256:[\w+/]{43}=?$/.test(value)) return null
  const lines = text(value)
    .toString('utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => ({ line, fingerprint: readSshIdentity(readPublicKeyLine(line).blob).key.fingerprint }))
}

function isPgpFingerprint(value: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value.replaceAll(' ', ''))
}

function plainFingerprint(value: string): string {
  return value.replaceAll(' ', '').toLowerCase()
}

function fileBeside(file: string, source: string, { base, line }: { readonly base: string | null; readonly line: number }): Buffer {
  if (base === null) {
    const reason = `${JSON.stringify(file.slice(0, 80))} is no key, and files are not read for this policy: write the key or certificate itself`
    throw configInvalid(source, reason, { line })
  }
  const path = resolve(base, file)
  if (isAbsolute(file) || relative(base, path).startsWith('..'))
    throw configInvalid(source, `the key file ${file} is not beside the policy`, { line })
  try {
    const bytes = readFileSync(path)
    if (bytes.length > MAX_KEY_FILE) throw new Error('it is too large for a key')
    return bytes
  } catch (error) {
    throw configInvalid(source, `the key file ${file} cannot be read`, { line, cause: error })
  }
}

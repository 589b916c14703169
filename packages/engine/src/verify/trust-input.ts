import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { configInvalid, CupelError, trustRootOld } from '@cupel/model'
import { ConfigInvalid, readTrustPolicy } from '@cupel/policy'
import type { TrustPolicy } from '@cupel/policy'
import { ageWarning, parseTrustedRoot, PublicKey, Refused, rootAgeDays } from '@cupel/provenance'
import type { TrustedRoot } from '@cupel/provenance'
import { NO_POLICY_KEYS, readPolicyKeys } from './policy-keys.ts'
import type { PolicyKeys } from './policy-keys.ts'
import { shippedTrust } from './shipped-trust.ts'
import { isDamaged, updatedTrust } from './tuf/trust-home.ts'
import type { TrustShown } from './verification.ts'

/** Whom the user trusts, as given on the command line. At least one of the first three is needed to verify anything. */
export interface TrustRequest {
  /** Policy file; without it `trust.toml` of the working folder counts where no identity or key is given. */
  readonly policy?: string
  readonly identity?: { readonly subject: string; readonly issuer: string }
  /** PEM file of a public key. */
  readonly key?: string
  /** Sigstore trusted root; default: the one shipped. */
  readonly trustedRoot?: string
  /** Signatures by keys need no entry in a log. */
  readonly unlogged?: boolean
  /** Oldest trust root accepted, in days; default: what the policy says, else any with a warning. */
  readonly maxRootAge?: number
}

/** The same, read and ready for use. */
export interface Trust {
  readonly policy: TrustPolicy | null
  readonly identity: { readonly subject: string; readonly issuer: string } | null
  readonly key: PublicKey | null
  readonly policyKeys: Omit<PolicyKeys, 'policy'>
  /** For signatures without a trusted time. */
  readonly now: Date
  readonly root: TrustedRoot
  /** Signatures by keys need no entry in a log. */
  readonly unlogged: boolean
  readonly shown: TrustShown
  /** Folder that paths of the policy are relative to. */
  readonly base: string
}

const DEFAULT_POLICY = 'trust.toml'

/** Reads everything that a verdict will rest on. Throws CupelError; trust that cannot be read is never left out. */
export function loadTrust(request: TrustRequest, { cwd, now }: { readonly cwd: string; readonly now: Date }): Trust {
  const file = policyFile(request, cwd)
  const policy = file === null ? null : loadTrustPolicy(file, cwd)
  const base = file === null ? cwd : dirname(resolve(cwd, file))
  const key = request.key === undefined ? null : readPublicKey(readTrustFile(resolve(cwd, request.key), request.key), request.key)
  const maxAgeDays = strictest(request.maxRootAge, policy?.maxRootAge)
  const root = loadRoot(request.trustedRoot, { cwd, now, maxAgeDays })
  const resolved = policy === null ? { policy: null, ...NO_POLICY_KEYS } : readPolicyKeys(policy, base)
  return {
    policy: resolved.policy,
    identity: request.identity ?? null,
    key,
    policyKeys: resolved,
    now,
    root: root.trusted,
    unlogged: request.unlogged ?? false,
    shown: { policy: shownPolicy(request, file), root: root.name, rootDate: root.date, rootWarning: root.warning },
    base,
  }
}

/** A policy by which something is judged that no Sigstore root has a part in. */
export type PolicyTrust = Pick<Trust, 'policyKeys' | 'now' | 'base'> & { readonly policy: TrustPolicy; readonly shown: TrustShown }

/**
 * Reads the policy named, or `trust.toml` of the working folder; null when neither is there. The age of a trust root that nothing
 * rests on is not asked for. Throws CupelError.
 */
export function loadPolicyTrust(
  policy: string | undefined,
  { cwd, now }: { readonly cwd: string; readonly now: Date },
): PolicyTrust | null {
  const file = policyFile(policy === undefined ? {} : { policy }, cwd)
  if (file === null) return null
  const base = dirname(resolve(cwd, file))
  const { policy: resolved, ...policyKeys } = readPolicyKeys(loadTrustPolicy(file, cwd), base)
  return { policy: resolved, policyKeys, now, base, shown: { policy: file, root: '', rootDate: '' } }
}

/** An option can ask for more than the policy does, never for less. */
function strictest(...days: readonly (number | null | undefined)[]): number | null {
  const stated = days.filter((one): one is number => typeof one === 'number')
  return stated.length === 0 ? null : Math.min(...stated)
}

function policyFile({ policy, identity, key }: TrustRequest, cwd: string): string | null {
  if (policy !== undefined) return policy
  return identity === undefined && key === undefined && existsSync(join(cwd, DEFAULT_POLICY)) ? DEFAULT_POLICY : null
}

function shownPolicy({ identity, key }: TrustRequest, file: string | null): string {
  if (file !== null) return file
  if (identity !== undefined) return `identity ${identity.subject} by ${identity.issuer}`
  return key === undefined ? '' : `key ${key}`
}

/** Reads a trust policy; all its faults are in the one CupelError thrown. */
export function loadTrustPolicy(file: string, cwd: string): TrustPolicy {
  const text = readTrustFile(resolve(cwd, file), file).toString('utf8')
  try {
    return readTrustPolicy(text, file)
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error
    const [first, ...more] = error.faults
    const lines = more.map(({ line, message }) => (line === 0 ? message : `line ${line}: ${message}`))
    const place = first === undefined || first.line === 0 ? {} : { line: first.line }
    throw configInvalid(error.source, [first?.message ?? 'invalid', ...lines].join('\n  '), { cause: error, ...place })
  }
}

function readTrustFile(path: string, shown: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw configInvalid(shown, 'cannot be read', { cause: error })
  }
}

export interface RootOptions {
  readonly cwd: string
  readonly now: Date
  /** Oldest root accepted; null: any, with a warning. */
  readonly maxAgeDays?: number | null | undefined
}

export interface LoadedRoot {
  readonly trusted: TrustedRoot
  readonly name: string
  /** Empty: not known. */
  readonly date: string
  /** Empty when there is none. */
  readonly warning: string
}

/**
 * The trusted root in use: the one given, or the newer of those shipped and updated. An old one is told; one older than the user accepts
 * is a CupelError, and so is one of unknown age then.
 */
export function loadRoot(file: string | undefined, { cwd, now, maxAgeDays = null }: RootOptions): LoadedRoot {
  const root = chosenRoot(file, { cwd, now })
  if (maxAgeDays === null) return root
  const allowed = `max-root-age allows ${maxAgeDays} ${maxAgeDays === 1 ? 'day' : 'days'}`
  if (root.date === '')
    throw trustRootOld(
      `nothing says how old the trust root ${root.name} is, and ${allowed}`,
      'leave out one of --trusted-root and max-root-age',
    )
  const days = rootAgeDays(new Date(root.date), now)
  if (days > maxAgeDays || days < -1)
    throw trustRootOld(`the trust root (${root.name}) is ${days} days old, and ${allowed}`, 'run cupel trust update')
  return root
}

function chosenRoot(file: string | undefined, { cwd, now }: RootOptions): LoadedRoot {
  if (file !== undefined) {
    return { trusted: guarded(file, () => parseTrustedRoot(readTrustFile(resolve(cwd, file), file))), name: file, date: '', warning: '' }
  }
  const { root, asOf, warning = '' } = shippedTrust(now)
  const updated = updatedTrust(process.env)
  if (updated === null || updated.updatedAt <= asOf) {
    const lost = isDamaged(process.env)
      ? ['what cupel trust update fetched cannot be read any more, and the shipped trust root counts in its place']
      : []
    const told = [...lost, ...(warning === '' ? [] : [warning])].join('; ')
    return { trusted: root, name: 'Sigstore public good, as shipped', date: asOf.toISOString().slice(0, 10), warning: told }
  }
  return {
    trusted: guarded('the updated trust root', () => parseTrustedRoot(updated.trustedRoot)),
    name: 'Sigstore public good, as updated',
    date: updated.updatedAt.toISOString().slice(0, 10),
    warning: ageWarning(updated.updatedAt, now, updated.expires) ?? '',
  }
}

/** PEM of a public key. Throws CupelError naming where it came from. */
export function readPublicKey(text: Buffer, shown: string): PublicKey {
  return guarded(shown, () => PublicKey.fromPem(text.toString('latin1'), 'the key'))
}

function guarded<T>(shown: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) throw configInvalid(shown, error.message, { cause: error })
    if (error instanceof CupelError) throw error
    throw error
  }
}

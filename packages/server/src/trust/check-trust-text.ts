import { readStatedTrust } from '@cupel/engine/verify'
import type { StatedTrust } from '@cupel/engine/verify'
import { ConfigInvalid, lintTrustPolicy } from '@cupel/policy'
import type { TrustIdentity, TrustPolicy, TrustRule } from '@cupel/policy'
import { HttpProblem } from '../api/problem-details.ts'
import { TRUST_SOURCE } from './usable-trust.ts'

/** What there is to say about the text of a trust policy: an error keeps it from being used. */
export interface TrustNote {
  readonly level: 'error' | 'warning'
  /** 0: the whole text. */
  readonly line: number
  readonly message: string
  /** What to do; empty where the message says it. */
  readonly remedy: string
}

export interface CheckedTrust {
  /** null: it cannot be used. */
  readonly trust: StatedTrust | null
  /** Errors first, then by line. */
  readonly notes: readonly TrustNote[]
}

/** Everything that is kept is verified by it: what a policy may cost has an end. */
const MAX_TEXT = 256 * 1024
const MAX_IDENTITIES = 200
/** A signature that does not say whose it is is tried with each. */
const MAX_KEYS = 50
const MAX_RULES = 200
const MAX_PATTERNS = 1000
const MAX_LENGTH = 1000
const MAX_STARS = 20
const MAX_NOTES = 100

/** Reads the text of a trust policy as this server uses it: by itself, without any file, within limits. Never throws for what is wrong with it. */
export function checkTrustText(text: string, now: Date): CheckedTrust {
  if (Buffer.byteLength(text) > MAX_TEXT)
    return refused([error(0, `the text has more than ${MAX_TEXT / 1024} KB`, 'name authorities and workflows instead of many keys')])
  let trust: StatedTrust
  try {
    trust = readStatedTrust(text, TRUST_SOURCE)
  } catch (fault) {
    if (!(fault instanceof ConfigInvalid)) throw fault
    return refused(fault.faults.map(({ line, message }) => error(line, message, '')))
  }
  const tooMuch = beyondLimits(trust.written)
  if (tooMuch.length > 0) return refused(tooMuch)
  const notes = [
    ...[...lintTrustPolicy(trust.written, now), ...lintTrustPolicy(trust.keys.policy, now)].map(
      ({ level, line, message, remedy }): TrustNote => ({ level, line, message, remedy }),
    ),
    ...withoutEffect(trust.written),
  ]
  const seen = new Set<string>()
  const told = notes.filter((note) => {
    const mark = JSON.stringify(note)
    return seen.has(mark) ? false : seen.add(mark)
  })
  return { trust: told.some(({ level }) => level === 'error') ? null : trust, notes: ordered(told) }
}

/** The same of a text that is to be used. Throws HttpProblem 422 with every error, its line and what to do. */
export function usableText(text: string, now: Date): { readonly trust: StatedTrust; readonly notes: readonly TrustNote[] } {
  const { trust, notes } = checkTrustText(text, now)
  if (trust !== null) return { trust, notes }
  const errors = notes.filter(({ level }) => level === 'error')
  const [first] = errors
  const where = first === undefined ? '' : `: ${first.line === 0 ? '' : `line ${first.line}: `}${first.message}`
  const said = `the trust policy has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}${where}`
  throw new HttpProblem(422, 'trust-policy-invalid', said, { problems: errors })
}

function refused(notes: readonly TrustNote[]): CheckedTrust {
  return { trust: null, notes: ordered(notes) }
}

function ordered(notes: readonly TrustNote[]): readonly TrustNote[] {
  return notes.toSorted((a, b) => Number(b.level === 'error') - Number(a.level === 'error') || a.line - b.line).slice(0, MAX_NOTES)
}

function error(line: number, message: string, remedy: string): TrustNote {
  return { level: 'error', line, message, remedy }
}

function beyondLimits({ identities, rules }: TrustPolicy): readonly TrustNote[] {
  const patterns = rules.reduce((sum, rule) => sum + rule.for.length, 0)
  const counted: readonly (readonly [number, number, string])[] = [
    [identities.length, MAX_IDENTITIES, 'identities'],
    [identities.filter(({ kind }) => kind === 'key').length, MAX_KEYS, 'identities of kind key'],
    [rules.length, MAX_RULES, 'rules'],
    [patterns, MAX_PATTERNS, 'patterns in "for"'],
  ]
  return [
    ...counted
      .filter(([count, most]) => count > most)
      .map(([count, most, what]) => error(0, `there are ${count} ${what}, more than ${most}`, `keep to ${most}`)),
    ...identities.flatMap((identity) => longTexts(identity.line, `identity ${identity.name}`, textsOfIdentity(identity))),
    ...rules.flatMap((rule) => longTexts(rule.line, `rule ${rule.name}`, textsOfRule(rule))),
  ]
}

function textsOfIdentity({ name, issuer, subject, claims }: TrustIdentity): readonly string[] {
  return [name, issuer, subject, ...Object.entries(claims).flat()]
}

function textsOfRule({ name, for: patterns, by, since, build }: TrustRule): readonly string[] {
  return [name, ...patterns, ...by, since, ...Object.values(build).filter((one) => typeof one === 'string')]
}

function longTexts(line: number, what: string, texts: readonly string[]): readonly TrustNote[] {
  const shown = what.slice(0, 100)
  if (texts.some((text) => text.length > MAX_LENGTH))
    return [error(line, `${shown}: a text has more than ${MAX_LENGTH} characters`, 'shorten it')]
  if (texts.some((text) => text.split('*').length - 1 > MAX_STARS))
    return [error(line, `${shown}: a pattern has more than ${MAX_STARS} stars`, 'write it with fewer')]
  return []
}

const VERIFIED_KINDS = new Set(['sigstore', 'key'])

/** What counts on the command line and never here: an upload is a bundle or an envelope, and has no path. */
function withoutEffect({ identities, rules }: TrustPolicy): readonly TrustNote[] {
  return [
    ...identities
      .filter(({ kind }) => !VERIFIED_KINDS.has(kind))
      .map(({ kind, name, line }): TrustNote => {
        const message = `identity ${name}: no upload is signed with ${kind}, so it vouches for nothing on the server`
        return { level: 'warning', line, message, remedy: 'keep it for cupel verify, or take it out' }
      }),
    ...rules
      .filter((rule) => rule.for.some((pattern) => pattern.startsWith('path:')))
      .map(({ name, line }): TrustNote => {
        const message = `rule ${name}: "path:" speaks of files, and an upload is known by its package and its project's repository`
        return { level: 'warning', line, message, remedy: 'add "repo:https://…" or "pkg:…"' }
      }),
  ]
}

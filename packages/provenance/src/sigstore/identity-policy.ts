import { Refused } from '../verdict/refused.ts'
import type { FulcioClaim, FulcioIdentity, SubjectAltName } from './fulcio-claims.ts'
import type { LinearPattern } from './linear-pattern.ts'

/** A text that must be equal, or a pattern that the whole of it must match. */
export type TextRule = string | LinearPattern

/** One identity that may have signed: every field given must hold. */
export interface IdentityRule {
  readonly san?: TextRule
  /** The kind of name the SAN must be. Undefined: any; the value alone decides. */
  readonly sanKind?: SubjectAltName['kind']
  readonly issuer?: TextRule
  readonly claims?: Partial<Readonly<Record<FulcioClaim, TextRule>>>
}

/**
 * Throws unless one rule holds for the identity; answers the first that does. Comparison is exact: no prefixes, no case folding, a
 * pattern means the whole text. An empty list of rules accepts nobody, and a rule without fields accepts nobody either.
 */
export function matchIdentity(identity: FulcioIdentity, rules: readonly IdentityRule[]): IdentityRule {
  const found = rules.find((rule) => holds(rule, identity))
  if (found !== undefined) return found
  throw new Refused('signer-mismatch', 'the certificate was issued to somebody else than the policy names', {
    expected: rules.map(describeRule).join(' or ') || 'nobody: the policy names no identity',
    found: describeIdentity(identity),
    remedy: 'compare the identity found with the policy, then change whichever is wrong',
  })
}

/** The identity in words, as refusals and reports show it. */
export function describeIdentity({ san, issuer }: FulcioIdentity): string {
  return `${san.kind} ${san.value}, issuer ${issuer ?? 'not named'}`
}

function holds(rule: IdentityRule, identity: FulcioIdentity): boolean {
  const fields: (readonly [TextRule | undefined, string | undefined])[] = [
    [rule.san, identity.san.value],
    [rule.sanKind, identity.san.kind],
    [rule.issuer, identity.issuer],
  ]
  for (const [name, text] of Object.entries(rule.claims ?? {})) fields.push([text, identity.claims[name as FulcioClaim]])
  const asked = fields.filter(([wanted]) => wanted !== undefined)
  return asked.length > 0 && asked.every(([wanted, found]) => found !== undefined && textHolds(wanted!, found))
}

function textHolds(rule: TextRule, text: string): boolean {
  return typeof rule === 'string' ? rule === text : rule.matches(text)
}

function describeRule(rule: IdentityRule): string {
  const fields = [['identity', rule.san], ['kind', rule.sanKind], ['issuer', rule.issuer], ...Object.entries(rule.claims ?? {})] as const
  return fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : `/${value!.source}/`}`)
    .join(', ')
}

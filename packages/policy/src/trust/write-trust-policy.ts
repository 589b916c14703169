import type { TrustIdentity, TrustPolicy, TrustRule } from './trust-policy.ts'

/** The policy as TOML, in the order given; reading it back gives the same policy. `head` lines become comments at the top. */
export function writeTrustPolicy(policy: Pick<TrustPolicy, 'identities' | 'rules'>, head: readonly string[] = []): string {
  const blocks = [
    [...head.map((line) => `# ${line.replace(/[^\x20-\x7e]/g, '?')}`), 'version = 1'].join('\n'),
    ...policy.identities.map(identityBlock),
    ...policy.rules.map(ruleBlock),
  ]
  return blocks.join('\n\n') + '\n'
}

function identityBlock(identity: TrustIdentity): string {
  const { name, kind, issuer, subject, key, root, claims, validFrom, validUntil } = identity
  const lines = ['[[identity]]', `name = ${text(name)}`, `kind = ${text(kind)}`]
  for (const [field, value] of Object.entries({ issuer, subject, key, root, 'valid-from': validFrom, 'valid-until': validUntil })) {
    if (value !== '') lines.push(`${field} = ${text(value)}`)
  }
  if (Object.keys(claims).length > 0) lines.push(`claims = ${inlineTable(claims)}`)
  return lines.join('\n')
}

function ruleBlock({ name, for: patterns, evidence, by, threshold, build, since }: TrustRule): string {
  const lines = ['[[rule]]', `name = ${text(name)}`, `for = ${list(patterns)}`]
  if (evidence.length > 0) lines.push(`evidence = ${list(evidence)}`)
  lines.push(`by = ${list(by)}`)
  if (threshold > 1) lines.push(`threshold = ${threshold}`)
  if (since !== '') lines.push(`since = ${text(since)}`)
  const { buildType, minLevel, ...same } = build
  const asked = Object.entries({ ...same, 'build-type': buildType, 'min-level': minLevel }).filter(
    ([, value]) => value !== '' && value !== 0,
  )
  if (asked.length > 0) lines.push(`build = ${inlineTable(Object.fromEntries(asked))}`)
  return lines.join('\n')
}

function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`
}

function inlineTable(table: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(table).map(
    ([key, value]) => `${/^[\w-]+$/.test(key) ? key : text(key)} = ${typeof value === 'number' ? value : text(value)}`,
  )
  return `{ ${pairs.join(', ')} }`
}

/** TOML basic strings take JSON's escapes, but for lone surrogates, which are no text in TOML. */
function text(value: string): string {
  return JSON.stringify(value.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('\u007f', '\\u007f')
}

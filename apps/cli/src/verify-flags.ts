import { resolve } from 'node:path'
import { verificationHtml, verificationJson, verificationText } from '@cupel/engine/verify'
import type { TrustRequest, VerificationReport } from '@cupel/engine/verify'
import { usageMissingArgument, usageWrongValue } from '@cupel/model'
import { isSet, text, texts } from './command.ts'
import type { CommandContext, Flag, FlagValues } from './command.ts'
import { writeOutput } from './deliver.ts'

/** By which Sigstore root, for commands with flags of their own beside. */
export const ROOT_FLAGS: Readonly<Record<string, Flag>> = {
  'trusted-root': { type: 'string', value: 'FILE', help: 'Sigstore trusted root (default: the one shipped)' },
  'max-root-age': { type: 'string', value: 'DAYS', help: 'refuse to verify by a trust root that is older (default: a warning after 180)' },
}

/** Whom to trust: the same flags for everything that verifies. */
export const TRUST_FLAGS: Readonly<Record<string, Flag>> = {
  trust: { type: 'string', value: 'FILE', help: 'trust policy (default: trust.toml here, unless an identity or key is given)' },
  identity: { type: 'string', value: 'NAME', help: 'whom the certificate must name, exactly; needs --issuer' },
  issuer: { type: 'string', value: 'URL', help: 'who must have vouched for that identity, exactly' },
  key: { type: 'string', value: 'FILE', help: 'public key (PEM) that must have signed' },
  unlogged: { type: 'boolean', help: 'signatures by keys need no entry in a transparency log' },
  ...ROOT_FLAGS,
}

/** How a verdict is shown. */
export const VERDICT_FLAGS: Readonly<Record<string, Flag>> = {
  format: { type: 'string', multiple: true, value: 'FORMAT[=FILE]', help: 'text, json or html; may be repeated (default: text)' },
  steps: { type: 'boolean', help: 'show every step, not only those that failed' },
}

export function trustRequest(flags: FlagValues): TrustRequest {
  const subject = text(flags, 'identity')
  const issuer = text(flags, 'issuer')
  if (subject !== undefined && issuer === undefined) throw usageMissingArgument('--issuer URL beside --identity', 'verify')
  if (subject === undefined && issuer !== undefined) throw usageMissingArgument('--identity NAME beside --issuer', 'verify')
  const chosen = [text(flags, 'trust'), subject, text(flags, 'key')].filter((one) => one !== undefined)
  if (chosen.length > 1) throw usageWrongValue('--trust, --identity and --key', 'several of them', 'give one: a verdict has one basis')
  return {
    ...optional('policy', text(flags, 'trust')),
    ...(subject === undefined || issuer === undefined ? {} : { identity: { subject, issuer } }),
    ...optional('key', text(flags, 'key')),
    ...optional('trustedRoot', text(flags, 'trusted-root')),
    ...(isSet(flags, 'unlogged') ? { unlogged: true } : {}),
    ...maxRootAge(flags),
  }
}

/** `--max-root-age` as a number of days. */
export function maxRootAge(flags: FlagValues): { readonly maxRootAge?: number } {
  const stated = text(flags, 'max-root-age')
  if (stated === undefined) return {}
  if (!/^[1-9]\d{0,4}$/.test(stated)) throw usageWrongValue('--max-root-age', stated, 'a number of days from 1')
  return { maxRootAge: Number(stated) }
}

/** A verdict has one basis: a policy, or the keys of the flag named. */
export function refuseTwoBases(flags: FlagValues, other: string): void {
  if (isGiven(flags, 'trust') && isGiven(flags, other))
    throw usageWrongValue(`--trust and --${other}`, 'both of them', 'give one: a verdict has one basis')
}

function isGiven(flags: FlagValues, name: string): boolean {
  const value = flags[name]
  return value !== undefined && (!Array.isArray(value) || value.length > 0)
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>)
}

const WRITERS = { text: verificationText, json: verificationJson, html: verificationHtml }

/** Writes the report in every format asked for and gives its exit code. */
export function deliverVerdict(report: VerificationReport, { flags, cwd, stdout }: CommandContext): number {
  const asked = texts(flags, 'format')
  for (const one of asked.length === 0 ? ['text'] : asked) {
    const [format = '', file] = one.split(/=(.*)/s)
    if (!Object.hasOwn(WRITERS, format)) throw usageWrongValue('--format', format, Object.keys(WRITERS))
    const shown = file === undefined || file === '-'
    const { columns: width, colour, unicode } = stdout
    const options = shown ? { width, colour, unicode, steps: isSet(flags, 'steps') } : { steps: true }
    const written = WRITERS[format as keyof typeof WRITERS](report, options)
    if (shown) stdout.write(written)
    else writeOutput(resolve(cwd, file), written)
  }
  return report.verdict.exitCode
}

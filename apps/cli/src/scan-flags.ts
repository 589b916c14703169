import type { ScanOptions } from '@cupel/engine'
import type { CommandContext, Flag, FlagValues } from './command.ts'
import { isSet, text, texts } from './command.ts'
import { policyOptions } from './policy-flags.ts'

/** Flags of every command that looks at a target. */
export const TARGET_FLAGS: Readonly<Record<string, Flag>> = {
  exclude: { type: 'string', multiple: true, value: 'PATTERN', help: 'leave out paths, patterns as in .gitignore; may be repeated' },
  gitignore: { type: 'boolean', help: "also leave out what the target's .gitignore files leave out" },
  installed: { type: 'boolean', help: 'read node_modules even where a lock file covers it' },
  as: { type: 'string', value: 'ID', help: 'read a file target as this format, whatever its name (see cupel formats)' },
}

/** Flags of every command that matches components against advisories. */
export const SCAN_FLAGS: Readonly<Record<string, Flag>> = {
  ...TARGET_FLAGS,
  offline: { type: 'boolean', help: 'no network access at all' },
  db: { type: 'string', value: 'DIR', help: 'advisory database folder (default: CUPEL_HOME or the XDG data folder)' },
  ecosystem: { type: 'string', multiple: true, value: 'NAME', help: 'only components of this ecosystem; may be repeated' },
  'no-dev': { type: 'boolean', help: 'leave out components needed only for development and tests' },
  only: {
    type: 'string',
    multiple: true,
    value: 'KIND',
    help: 'only findings of this kind',
    choices: ['vulnerability', 'malware', 'provenance'],
  },
  config: { type: 'string', value: 'FILE', help: 'configuration (default: cupel.toml of the current folder or above)' },
  vex: { type: 'string', multiple: true, value: 'FILE', help: 'apply an OpenVEX, CSAF or CycloneDX VEX document; may be repeated' },
  'fail-on': {
    type: 'string',
    value: 'WHAT',
    suggests: ['critical', 'high', 'medium', 'low', 'any', 'kev', 'malware', 'provenance', 'fixable', 'none'],
    help: 'what fails the run: critical, high, medium, low, any, kev, malware, provenance, fixable, epss>0.5, none; commas mean or (default: any)',
  },
  trust: { type: 'string', value: 'FILE', help: 'judge where components come from by this trust policy' },
  evidence: {
    type: 'string',
    multiple: true,
    value: 'PATH',
    help: 'with --trust: file or folder with bundles, attestations, signatures, registry documents; may be repeated',
  },
  'trusted-root': { type: 'string', value: 'FILE', help: 'with --trust: Sigstore trusted root (default: the one shipped)' },
  'registry-keys': { type: 'string', value: 'FILE', help: 'with --trust: keys of the npm registry (default: those of the public one)' },
  unlogged: { type: 'boolean', help: 'with --trust: signatures by keys need no entry in a transparency log' },
  'allow-incomplete': { type: 'boolean', help: 'do not exit with 3 when something was not read or matched' },
}

/** Engine options from flags. */
export function scanOptions({ flags, cwd, env, now, signal }: CommandContext): ScanOptions {
  return {
    cwd,
    env,
    now,
    signal,
    exclude: texts(flags, 'exclude'),
    gitignore: isSet(flags, 'gitignore'),
    installed: isSet(flags, 'installed'),
    ecosystems: texts(flags, 'ecosystem'),
    noDev: isSet(flags, 'no-dev'),
    only: texts(flags, 'only'),
    vex: texts(flags, 'vex'),
    allowIncomplete: isSet(flags, 'allow-incomplete'),
    trust: trustOptions(flags),
    policy: policyOptions(flags),
    // Absent is not false: the configuration may say it.
    ...(isSet(flags, 'offline') ? { offline: true } : {}),
    ...optional('as', text(flags, 'as')),
    ...optional('db', text(flags, 'db')),
    ...optional('config', text(flags, 'config')),
    ...optional('failOn', text(flags, 'fail-on')),
  }
}

function trustOptions(flags: FlagValues): NonNullable<ScanOptions['trust']> {
  return {
    evidence: texts(flags, 'evidence'),
    ...optional('policy', text(flags, 'trust')),
    ...optional('trustedRoot', text(flags, 'trusted-root')),
    ...optional('registryKeys', text(flags, 'registry-keys')),
    ...(isSet(flags, 'unlogged') ? { unlogged: true } : {}),
  }
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string })
}

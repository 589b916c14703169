import { CupelError } from './cupel-error.ts'
import { nearestName } from './nearest-name.ts'

/** `--fali-on` is no option of the command. */
export function usageUnknownFlag(flag: string, known: Iterable<string>, command = ''): CupelError {
  const hint = didYouMean(flag, known) || `cupel ${command ? `${command} ` : ''}--help lists the options`
  return new CupelError('usage-unknown-flag', `unknown option ${flag}`, { hint })
}

/** `scna` is no command. */
export function usageUnknownCommand(command: string, known: Iterable<string>): CupelError {
  return new CupelError('usage-unknown-command', `unknown command ${command}`, {
    hint: didYouMean(command, known) || 'cupel --help lists the commands',
  })
}

/** A command needs one more argument. `name` is the argument as the help writes it. */
export function usageMissingArgument(name: string, command: string): CupelError {
  return new CupelError('usage-missing-argument', `cupel ${command} needs ${name}`, { hint: `cupel ${command} --help shows how` })
}

/** A value that an option does not take. `allowed` lists the values, or says what is. */
export function usageWrongValue(option: string, value: string, allowed: readonly string[] | string): CupelError {
  const hint = typeof allowed === 'string' ? allowed : didYouMean(value, allowed) || `one of: ${allowed.join(', ')}`
  return new CupelError('usage-wrong-value', `${option} does not take ${JSON.stringify(value)}`, { hint })
}

/** The configuration file says something that cannot be: `reason` names the key or the place. */
export function configInvalid(
  path: string,
  reason: string,
  options: { readonly line?: number; readonly cause?: unknown } = {},
): CupelError {
  const place = options.line === undefined ? path : `${path}:${options.line}`
  return new CupelError('config-invalid', `${place}: ${reason}`, withCause(options.cause))
}

/** The target does not exist or may not be read. */
export function targetMissing(target: string, cause?: unknown): CupelError {
  return new CupelError('target-missing', `cannot open ${target}`, { hint: 'is the path right, and may you read it?', ...withCause(cause) })
}

/** Nothing known in the target. `lookedFor` says what would have been read. */
export function targetEmpty(target: string, lookedFor: string): CupelError {
  return new CupelError('target-empty', `found nothing to scan in ${target}`, { hint: `looked for ${lookedFor}` })
}

/** The thing asked for is not among the target's components. */
export function notInTarget(name: string, target: string): CupelError {
  return new CupelError('not-in-target', `nothing in ${target} is named ${JSON.stringify(name)}`, {
    hint: 'cupel scan --format json lists all components; an advisory id is found only where it matches',
  })
}

/** A file of cupel's own installation is not there or broken. */
export function installationDamaged(what: string, cause?: unknown): CupelError {
  return new CupelError('installation-damaged', `this installation is damaged: ${what}`, {
    hint: 'install the package cupel again (in a checkout: npm ci && npm run build)',
    ...withCause(cause),
  })
}

/** The advisory database has no record with this id. */
export function advisoryUnknown(id: string): CupelError {
  return new CupelError('advisory-unknown', `no advisory ${JSON.stringify(id)} in the data at hand`, {
    hint: 'cupel db status shows what is there; cupel db sync fetches more',
  })
}

/** A VEX document was asked for, and no waiver applies to anything in the target. */
export function nothingWaived(target: string): CupelError {
  return new CupelError('nothing-waived', `no waiver applies to a finding in ${target}`, {
    hint: 'waivers are written as [[waiver]] in cupel.toml; see docs/policy.md',
  })
}

/** No index in `path`. */
export function indexMissing(path: string): CupelError {
  return new CupelError('index-missing', `no advisory index in ${path}`, { hint: 'run cupel db sync, or cupel db import FILE' })
}

/** The index file is not what was written. `what` names the part. */
export function indexDamaged(path: string, what: string, cause?: unknown): CupelError {
  return new CupelError('index-damaged', `the advisory index ${path} is damaged: ${what}`, {
    hint: 'run cupel db sync to build it anew',
    ...withCause(cause),
  })
}

/** Somebody else holds the lock of the index. */
export function indexLocked(path: string, holder: string): CupelError {
  return new CupelError('index-locked', `${holder} is writing the advisory index ${path}`, { hint: 'wait until it is done' })
}

/** A source could not be fetched or read. */
export function syncFailed(source: string, reason: string, cause?: unknown): CupelError {
  return new CupelError('sync-failed', `cannot get advisories from ${source}: ${reason}`, {
    hint: 'the index of before is unchanged; run the command again to go on',
    ...withCause(cause),
  })
}

/** ENOSPC while writing `path`. */
export function diskFull(path: string, cause?: unknown): CupelError {
  return new CupelError('disk-full', `no space left to write ${path}`, { hint: 'what was there before is unchanged', ...withCause(cause) })
}

/** EROFS, EACCES or EPERM in cupel's own folder. */
export function readOnlyHome(path: string, cause?: unknown): CupelError {
  return new CupelError('home-read-only', `cannot write ${path}`, {
    hint: 'set CUPEL_HOME to a folder that can be written',
    ...withCause(cause),
  })
}

/** `what` would need the network, but `--offline` is set. */
export function networkForbidden(what: string): CupelError {
  return new CupelError('network-forbidden', `${what} needs the network, and --offline forbids it`, {
    hint: 'leave --offline out, or sync before',
  })
}

/** A document is not of its format; `line` is 1-based. */
export function documentInvalid(
  path: string,
  reason: string,
  options: { readonly line?: number; readonly cause?: unknown; readonly hint?: string } = {},
): CupelError {
  const place = options.line === undefined ? path : `${path}:${options.line}`
  const hint = options.hint === undefined ? {} : { hint: options.hint }
  return new CupelError('document-invalid', `${place}: ${reason}`, { ...hint, ...withCause(options.cause) })
}

/** The output file cannot be written. */
export function outputUnwritable(path: string, cause?: unknown): CupelError {
  return new CupelError('output-unwritable', `cannot write ${path}`, withCause(cause))
}

/** A package registry gives no usable answer. `registry` is as the user knows it. */
export function registryUnreachable(registry: string, reason: string, cause?: unknown): CupelError {
  return new CupelError('registry-unreachable', `cannot ask ${registry}: ${reason}`, {
    hint: 'give its documents with --evidence DIR, or name a registry with --registry URL',
    ...withCause(cause),
  })
}

/** A policy pack from elsewhere is not taken. */
export function policyRefused(from: string, reason: string, cause?: unknown): CupelError {
  return new CupelError('policy-refused', `${from} is refused: ${reason}`, { hint: 'nothing was written', ...withCause(cause) })
}

/** A service of signing or of trust roots gives no usable answer. */
export function serviceUnreachable(service: string, reason: string, cause?: unknown): CupelError {
  return new CupelError('service-unreachable', `cannot ask ${service}: ${reason}`, {
    hint: 'is the address right, and is the network there? nothing was changed',
    ...withCause(cause),
  })
}

/** What was to be signed was not. */
export function signFailed(reason: string, options: { readonly hint?: string; readonly cause?: unknown } = {}): CupelError {
  return new CupelError('sign-failed', `not signed, and nothing was written: ${reason}`, options)
}

/** The trust root is older than `max-root-age`, or nothing says how old it is. `reason` is a sentence without full stop. */
export function trustRootOld(reason: string, hint: string): CupelError {
  return new CupelError('trust-root-old', reason, { hint })
}

/** SIGINT or SIGTERM while `what` was going on. */
export function interrupted(what: string): CupelError {
  return new CupelError('interrupted', `${what} was interrupted`, { hint: 'nothing half-done is left' })
}

function didYouMean(word: string, known: Iterable<string>): string {
  const nearest = nearestName(word, known)
  return nearest === null ? '' : `did you mean ${nearest}?`
}

function withCause(cause: unknown): { readonly cause?: unknown } {
  return cause === undefined ? {} : { cause }
}

/** The server cannot listen at this host and port. */
export function addressTaken(address: string, cause: unknown): CupelError {
  return new CupelError('address-taken', `cannot listen at ${address}`, { hint: 'choose another with --port', cause })
}

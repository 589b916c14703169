import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  answersFromFile,
  CHECKS,
  forgeHosts,
  forgeTokens,
  givenReleases,
  isRemote,
  loadStandards,
  PUBLIC_HOSTS,
  STANDARD_IDS,
} from '@cupel/engine/assess'
import type { AssessRequest, ForgeHosts } from '@cupel/engine/assess'
import { cupelHome } from '@cupel/engine/database'
import { targetMissing, usageWrongValue } from '@cupel/model'
import type { CommandContext, Flag } from './command.ts'
import { isSet, text, texts } from './command.ts'
import { statedTime } from './created-time.ts'

/** What every assessment can be told: the same flags for one project and for a list. */
export const ASSESS_FLAGS: Readonly<Record<string, Flag>> = {
  as: { type: 'string', value: 'READING', help: 'whose rules to score by (default: cupel)', choices: ['cupel', 'scorecard-5'] },
  check: { type: 'string', multiple: true, value: 'NAME', help: 'only this check; may be repeated', suggests: CHECKS.map(({ id }) => id) },
  standard: {
    type: 'string',
    multiple: true,
    value: 'ID|FILE',
    help: 'standard to hold the project against, or a catalogue of your own; may be repeated; none for no standard',
    suggests: [...STANDARD_IDS, 'none'],
  },
  offline: { type: 'boolean', help: 'no network access at all' },
  'token-file': {
    type: 'string',
    multiple: true,
    value: '[HOST=]FILE',
    help: 'token for the forge (default: GITHUB_TOKEN, GH_TOKEN or GITLAB_TOKEN), or for one host only; may be repeated',
  },
  'forge-host': {
    type: 'string',
    multiple: true,
    value: 'HOST=KIND',
    help: 'a forge of one’s own and its kind: github, gitlab or gitea; may be repeated',
  },
  forge: { type: 'boolean', help: 'ask the forge even without a token' },
  'no-forge': { type: 'boolean', help: 'do not ask the forge, whatever tokens there are' },
  'forge-calls': { type: 'string', value: 'N', help: 'most calls to the forge for one project (default: 5)' },
  'work-tree': { type: 'boolean', help: 'judge the files as they lie there instead of those of the commit' },
  'as-of': { type: 'string', value: 'TIME', help: 'moment from which ages are counted, RFC 3339 (default: now)' },
  db: { type: 'string', value: 'DIR', help: 'advisory database folder (default: CUPEL_HOME or the XDG data folder)' },
  'download-releases': {
    type: 'string',
    value: 'MB',
    help: 'fetch up to so many megabytes of release files from the forge to verify signatures',
  },
  'oss-fuzz': { type: 'string', value: 'FILE', help: 'OSS-Fuzz’s status.json, or a clone of its repository' },
  badges: { type: 'string', value: 'FILE', help: 'entries of the Best Practices Badge site (its projects.json)' },
  brief: { type: 'boolean', help: 'leave out claims, criticality and memory safety' },
}

/** Flags of an assessment of one project. */
export const PROJECT_FLAGS: Readonly<Record<string, Flag>> = {
  ...ASSESS_FLAGS,
  'memory-samples': {
    type: 'string',
    value: 'N',
    help: 'measure memory safety at N commits of the history too, for --format memory',
  },
  revision: { type: 'string', value: 'NAME', help: 'commit, tag or branch to judge (default: HEAD)' },
  releases: {
    type: 'string',
    value: 'DIR',
    help: 'folder of release files, or of one folder of them a tag: their signatures are verified',
  },
  answers: {
    type: 'string',
    value: 'FILE',
    help: 'answers to open questions, as in .bestpractices.json; they count over the project’s own',
  },
}

/** The engine's request for a target, from flags. Tokens are read here and shown nowhere. */
export async function assessRequest(
  target: string,
  context: CommandContext,
  notices: { readonly cloning: (url: string) => void; readonly paused: (ms: number) => void },
): Promise<AssessRequest> {
  const { flags, cwd, env, now, signal } = context
  const asOf = text(flags, 'as-of')
  const standards = texts(flags, 'standard')
  const releases = text(flags, 'releases')
  const answers = text(flags, 'answers')
  const revision = text(flags, 'revision')
  const checks = texts(flags, 'check')
  const db = text(flags, 'db')
  const samples = text(flags, 'memory-samples')
  const ossFuzz = text(flags, 'oss-fuzz')
  const badges = text(flags, 'badges')
  const offline = isSet(flags, 'offline')
  const hosts = await forgeHosts(texts(flags, 'forge-host'), cwd)
  return {
    cwd,
    offline,
    asOf: asOf === undefined ? now() : new Date(statedTime('--as-of', asOf)),
    reading: text(flags, 'as') === 'scorecard-5' ? 'scorecard-5' : 'cupel',
    workTree: isSet(flags, 'work-tree'),
    brief: isSet(flags, 'brief'),
    ...(samples === undefined ? {} : { memorySamples: Math.floor(numberOf('--memory-samples', samples, [1, 1000])) }),
    signal,
    // A clone on this machine may come without TLS: nobody else is on the line.
    protocols: isLoopback(target) ? ['http', 'https', 'ssh'] : ['https', 'ssh'],
    cloning: notices.cloning,
    advisories: { cwd, env, now, offline: true, ...(db === undefined ? {} : { db }) },
    lists: {
      folder: join(cupelHome(env), 'assess'),
      ...(ossFuzz === undefined ? {} : { ossFuzz: resolve(cwd, ossFuzz) }),
      ...(badges === undefined ? {} : { badges: resolve(cwd, badges) }),
    },
    forgeHosts: hosts,
    forge: offline || isSet(flags, 'no-forge') ? null : forgeRequest(target, context, { hosts, paused: notices.paused }),
    ...(checks.length === 0 ? {} : { checks: checks.map(checkId) }),
    ...(standards.length === 0 ? {} : { standards: await loadStandards(standards, cwd) }),
    ...(releases === undefined ? {} : { releases: givenReleases(resolve(cwd, releases), releases) }),
    ...(answers === undefined ? {} : { answers: answersFromFile(answers, { cwd }).answers }),
    ...(revision === undefined ? {} : { revision }),
  }
}

function forgeRequest(
  target: string,
  { flags, cwd, env }: CommandContext,
  { hosts, paused }: { readonly hosts: ForgeHosts; readonly paused: (ms: number) => void },
): NonNullable<AssessRequest['forge']> {
  const calls = text(flags, 'forge-calls')
  const megabytes = text(flags, 'download-releases')
  const { file, files } = tokenFiles(texts(flags, 'token-file'), { hosts, cwd })
  return {
    token: forgeTokens({
      env,
      anonymous: isSet(flags, 'forge') || isRemote(target),
      hosts,
      files,
      ...(file === undefined ? {} : { file }),
    }),
    cacheFolder: join(cupelHome(env), 'forge'),
    paused,
    ...(megabytes === undefined ? {} : { downloadBytes: numberOf('--download-releases', megabytes, [0.1, 100_000]) * 1_000_000 }),
    ...(calls === undefined ? {} : { maxCalls: numberOf('--forge-calls', calls, [0, 10_000]) }),
  }
}

/** `HOST=FILE` is bound to the host; a path may have a `=` of its own, so that only hosts that are known make it one. */
function tokenFiles(
  stated: readonly string[],
  { hosts, cwd }: { readonly hosts: ForgeHosts; readonly cwd: string },
): { readonly file: string | undefined; readonly files: ReadonlyMap<string, string> } {
  const files = new Map<string, string>()
  let file: string | undefined
  for (const one of stated) {
    const host = one.slice(0, Math.max(0, one.indexOf('='))).toLowerCase()
    if (hosts.has(host) || PUBLIC_HOSTS.has(host)) files.set(host, tokenOf(one.slice(host.length + 1), cwd))
    else if (file === undefined) file = tokenOf(one, cwd)
    else throw usageWrongValue('--token-file', one, 'one file for the public forges, or HOST=FILE with a host that --forge-host names')
  }
  return { file, files }
}

function tokenOf(file: string, cwd: string): string {
  let token: string
  try {
    token = readFileSync(resolve(cwd, file), 'utf8').trim()
  } catch (error) {
    throw targetMissing(file, error)
  }
  // Whatever this is, it is not shown.
  if (!/^[\x21-\x7e]{8,1000}$/.test(token)) throw usageWrongValue('--token-file', file, 'the file holds a token and nothing else')
  return token
}

function checkId(name: string): string {
  const known = CHECKS.map(({ id }) => id)
  const found = known.find((id) => id.toLowerCase() === name.toLowerCase())
  if (found === undefined) throw usageWrongValue('--check', name, known)
  return found
}

/** A number that the user wrote. */
export function numberOf(flag: string, stated: string, [least, most]: readonly [number, number]): number {
  const value = /^\d{1,9}(?:\.\d{1,3})?$/.test(stated) ? Number(stated) : Number.NaN
  if (!(value >= least && value <= most)) throw usageWrongValue(flag, stated, `a number from ${least} to ${most}`)
  return value
}

function isLoopback(target: string): boolean {
  return /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?\//.test(target)
}

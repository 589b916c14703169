import { resolve } from 'node:path'
import { loadVersionScheme } from '@cupel/model'
import type { Component, IndexState, Problem, VersionScheme } from '@cupel/model'
import { cupelHome, matchComponents } from '@cupel/advisory'
import type { AdvisoryIndex, MatchedFinding } from '@cupel/advisory'
import { openAdvisories } from './advisories.ts'
import type { AdvisoryAnswer } from './advisories.ts'
import { findConfig } from './config.ts'
import type { FoundConfig } from './config.ts'
import type { Emit } from './events.ts'
import { reportedIndex } from './reported-index.ts'

export interface MatchOptions {
  /** Folder for relative paths; default: the process's. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly now?: () => Date
  readonly signal?: AbortSignal
  readonly offline?: boolean
  /** Folder of the advisory database; when given, no other data answers. */
  readonly db?: string
  /** An open index instead of one from the disk; stays open. */
  readonly index?: AdvisoryIndex
  readonly config?: string
  readonly emit?: Emit
}

export interface Matched {
  readonly findings: readonly MatchedFinding[]
  /** What could not be judged; with any of effect `incomplete`, no findings is not "none". */
  readonly problems: readonly Problem[]
  /** Components the data could not be asked about, or could not fully answer for. */
  readonly unmatched: number
  /** Which data answered. */
  readonly index: IndexState
}

/** Matches components, wherever they are from, against advisories: no policy, no paths. Throws CupelError as a scan does. */
export async function match(components: readonly Component[], options: MatchOptions = {}): Promise<Matched> {
  const found = await findConfig(options.cwd ?? process.cwd(), options.config)
  const { index, problems } = await advisoriesFor(components, { ...found, options })
  try {
    const result = matchComponents(components, index, await schemesOf(components))
    return { ...result, problems: [...problems, ...result.problems], index: reportedIndex(index.state) }
  } finally {
    if (index !== options.index) index.close()
  }
}

/** The advisory data that answers for these components under these options; an index given in the options stays the caller's to close. */
export async function advisoriesFor(
  components: readonly Component[],
  { options, config, folder }: FoundConfig & { readonly options: MatchOptions },
): Promise<AdvisoryAnswer> {
  if (options.index !== undefined) return { index: options.index, problems: [] }
  const cwd = options.cwd ?? process.cwd()
  const env = options.env ?? process.env
  const db = options.db !== undefined ? resolve(cwd, options.db) : config.scan.db !== null ? resolve(folder, config.scan.db) : null
  const answer = await openAdvisories({
    home: db ?? cupelHome(env),
    named: db !== null,
    offline: options.offline === true || (options.offline === undefined && config.scan.offline === true),
    ecosystems: [...new Set(components.map(({ ecosystem }) => ecosystem))],
    now: options.now ?? (() => new Date()),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.emit === undefined ? {} : { emit: options.emit }),
  })
  options.emit?.({ type: 'index.opened', kind: answer.index.state.kind, records: answer.index.state.records })
  return answer
}

/** The version schemes of all ecosystems that occur, loaded before the synchronous matching. */
export async function schemesOf(components: readonly Component[]): Promise<ReadonlyMap<string, VersionScheme>> {
  const schemes = new Map<string, VersionScheme>()
  for (const { ecosystem } of components) {
    if (ecosystem === '' || schemes.has(ecosystem)) continue
    schemes.set(ecosystem, await loadVersionScheme(ecosystem))
  }
  return schemes
}

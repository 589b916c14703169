import type { Facts } from '../facts/facts.ts'
import type { Remediation } from '../outcome.ts'
import type { Probe, ProbeFinding } from '../probe.ts'
import type { CiCommand } from './ci-commands.ts'
import { ciUnread } from './ci-steps.ts'
import type { ToolKind } from './quality-tools.ts'
import type { ToolUse } from './tools-in-use.ts'
import { toolsOf } from './tools-in-use.ts'

export interface ToolProbe {
  readonly id: string
  readonly title: string
  /** What the tools do, as it stands in a sentence: `static analysis`. */
  readonly what: string
  readonly kinds: readonly ToolKind[]
  readonly remediation: Remediation
  /**
   * `ci`: only tools that CI runs count. `change`: only those that CI runs on pushes or change requests. `release`: only those
   * in workflows or files that release something.
   */
  readonly where: 'anywhere' | 'ci' | 'change' | 'release'
}

const CHANGE = ['push', 'pull_request', 'pull_request_target', 'merge_group', 'workflow_call']
const MAX_SHOWN = 12
const RELEASE = /releas|publish|deploy|distrib|packag|docker|image|artifact|binar|wheel|nightly/i

/** Names of runs that try the software out; what they build and sign is not what is released. */
const TRIAL = /(?:^|[\W_])(?:e2e|tests?|testing|conformance|examples?|demos?|smoke|integration)(?=[\W_]|$)/i

/** A probe that is true for each tool of some kinds in use. False only when every CI file could be read. */
export function usedTools({ id, title, what, kinds, remediation, where }: ToolProbe): Probe {
  return { id, title, remediation, run: (facts) => toolFindings(facts, toolsOf(facts, ...kinds).filter(counts(where)), what) }
}

/** One `true` a tool, else one `false`, or `unknown` when CI files could not be read. */
export function toolFindings(facts: Facts, uses: readonly ToolUse[], what: string): readonly ProbeFinding[] {
  if (uses.length > 0)
    return uses.slice(0, MAX_SHOWN).map(({ tool, places }) => ({
      outcome: 'true',
      message: `${tool.name} is used for ${what}`,
      places,
      values: { tool: tool.name },
    }))
  return [absent(facts, `No known tool for ${what} was found in CI or in configuration files`)]
}

/** `false` with the places that were looked at; `unknown` when some of them could not be read. */
export function absent(facts: Facts, message: string): ProbeFinding {
  const [unread] = ciUnread(facts)
  if (unread !== undefined) {
    const missing = { what: 'evidence', detail: `${unread} could not be understood`, remedy: 'mend the file and assess again' } as const
    return { outcome: 'unknown', message: 'A CI file could not be read', places: [{ path: unread }], missing }
  }
  if (facts.files.paths.length === 0) {
    const missing = { what: 'evidence', detail: 'the tree has no files', remedy: 'assess a checkout with its files' } as const
    return { outcome: 'unknown', message: 'There are no files to look at', places: [], missing }
  }
  const looked = facts.files.paths
    .filter((path) => /^(?:\.github\/workflows\/|\.gitlab-ci|\.circleci|\.travis|azure-pipelines)/.test(path))
    .slice(0, 3)
  return { outcome: 'false', message, places: looked.length > 0 ? looked.map((path) => ({ path })) : [{ path: '.' }] }
}

/** Whether a command is run by a workflow, a job or a file that releases something, by its name. */
export function isReleaseRun({ path, job, via }: CiCommand): boolean {
  const name = `${path} ${job} ${via?.path ?? ''}`
  return RELEASE.test(name) && (/releas|publish/i.test(name) || !TRIAL.test(name))
}

function counts(where: ToolProbe['where']): (use: ToolUse) => boolean {
  if (where === 'anywhere') return () => true
  if (where === 'release') return ({ runs }) => runs.some(isReleaseRun)
  if (where === 'ci') return ({ runs }) => runs.length > 0
  return ({ events }) => CHANGE.some((event) => events.has(event))
}

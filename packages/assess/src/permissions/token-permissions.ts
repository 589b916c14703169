import { reading } from '../facts/reading.ts'
import { matchJob } from '../workflow/job-match.ts'
import type { JobPattern } from '../workflow/job-match.ts'
import { PUBLISHING_JOBS } from '../workflow/publishing-jobs.ts'
import type { Workflow, WorkflowPermissions } from '../workflow/workflow.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

/** One statement (or its absence) about the rights of a workflow's token. */
export interface TokenPermission {
  readonly path: string
  readonly line: number
  readonly at: 'top' | 'job'
  /** Id of the job; empty at the top. */
  readonly job: string
  readonly level: 'undeclared' | 'none' | 'read' | 'write' | 'unknown'
  /** Name of the right; empty for all of them. */
  readonly name: string
  readonly value: string
}

const OF_INTEREST = new Set(['statuses', 'checks', 'security-events', 'deployments', 'contents', 'packages', 'actions'])

const RELEASING_JOBS: readonly JobPattern[] = [
  { name: 'python-semantic-release', steps: [{ uses: 'relekang/python-semantic-release' }] },
  { name: 'semantic-release', steps: [{ run: /(?:npx|pnpm|yarn).*semantic-release/ }] },
  { name: 'goreleaser', steps: [{ uses: 'actions/setup-go' }, { uses: 'goreleaser/goreleaser-action' }] },
  { name: 'SLSA Go builder', steps: [{ uses: 'slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml' }] },
  { name: 'SLSA generator', steps: [{ uses: 'slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml' }] },
  { name: 'Maven release', steps: [{ run: /mvn.*release:prepare/ }] },
  { name: 'GitHub Pages', steps: [{ uses: 'peaceiris/actions-gh-pages' }] },
]

/** Actions that upload findings and so need `security-events: write`. */
const SARIF_ACTIONS = new Set([
  'github/codeql-action/analyze',
  'github/codeql-action/upload-sarif',
  'ossf/scorecard-action',
  'haskell-actions/hlint-scan',
  'zizmorcore/zizmor-action',
])

/** Rights of every workflow's token, by file in order, the top before its jobs. */
export const tokenPermissions = reading((facts): readonly TokenPermission[] => workflowsOf(facts).workflows.flatMap(permissionsOf))

function permissionsOf(workflow: Workflow): readonly TokenPermission[] {
  const needed = neededRights(workflow)
  const top = statedPermissions(workflow.permissions, { path: workflow.path, line: 1, at: 'top', job: '' }, new Set())
  const jobs = workflow.jobs.flatMap((job) =>
    statedPermissions(job.permissions, { path: workflow.path, line: job.line, at: 'job', job: job.id }, needed),
  )
  return [...top, ...jobs]
}

/** Rights that a workflow of its kind cannot do without. */
function neededRights(workflow: Workflow): ReadonlySet<string> {
  const needed = new Set<string>()
  if (matchJob(workflow, PUBLISHING_JOBS) !== null) needed.add('packages')
  if (matchJob(workflow, RELEASING_JOBS) !== null) needed.add('contents')
  const actions = workflow.jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses?.value.split('@')[0] ?? []))
  if (actions.some((action) => SARIF_ACTIONS.has(action))) needed.add('security-events')
  return needed
}

type Where = Pick<TokenPermission, 'path' | 'line' | 'at' | 'job'>

function statedPermissions(stated: WorkflowPermissions | null, where: Where, needed: ReadonlySet<string>): readonly TokenPermission[] {
  if (stated === null) return [{ ...where, level: 'undeclared', name: '', value: '' }]
  if (stated.all !== null) {
    const { value, line } = stated.all
    const readOnly = value.toLowerCase() === 'read-all'
    return [{ ...where, line, level: readOnly ? (value === 'read-all' ? 'read' : 'unknown') : 'write', name: '', value }]
  }
  if (stated.scopes.length === 0) return [{ ...where, line: stated.line, level: 'none', name: '', value: 'none' }]
  return stated.scopes.map(({ name, value, line }) => ({ ...where, line, level: levelOf(name, value, needed), name, value }))
}

function levelOf(name: string, value: string, needed: ReadonlySet<string>): TokenPermission['level'] {
  if (value.toLowerCase() === 'write') return OF_INTEREST.has(name) && !needed.has(name) ? 'write' : 'unknown'
  return value === 'read' || value === 'read-all' ? 'read' : value === 'none' ? 'none' : 'unknown'
}

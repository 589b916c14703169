import { reading } from '../facts/reading.ts'
import type { Workflow, WorkflowJob } from '../workflow/workflow.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

/** A checkout of an outsider's code in a workflow that has the repository's secrets. */
export interface UntrustedCheckout {
  readonly path: string
  readonly line: number
  readonly job: string
  readonly ref: string
  /** The job runs only for branches of the repository itself. */
  readonly ownBranchesOnly: boolean
}

const PRIVILEGED = new Set(['pull_request_target', 'workflow_run'])

/** Checkouts of a change request's head in workflows on `pull_request_target` and `workflow_run`. */
export const untrustedCheckouts = reading((facts): readonly UntrustedCheckout[] =>
  workflowsOf(facts)
    .workflows.filter(isPrivileged)
    .flatMap((workflow) => workflow.jobs.flatMap((job) => checkoutsOf(workflow.path, job))),
)

/** Also fetching the head by hand in a script, which Scorecard 5 does not see. */
export const scriptedCheckouts = reading((facts): readonly UntrustedCheckout[] =>
  workflowsOf(facts)
    .workflows.filter(isPrivileged)
    .flatMap((workflow) =>
      workflow.jobs.flatMap((job) =>
        job.steps.flatMap(({ run, condition }) => {
          const line = run === null ? -1 : run.value.split('\n').findIndex((text) => FETCHES_HEAD.test(text))
          if (run === null || line === -1) return []
          return [
            {
              path: workflow.path,
              line: run.line + line,
              job: job.id,
              ref: 'a fetch in the script',
              ownBranchesOnly: isOwn(job.condition, condition),
            },
          ]
        }),
      ),
    ),
)

const FETCHES_HEAD =
  /\bgh\s+pr\s+checkout\b|\bgit\s+(?:fetch|pull|checkout)\b.{0,200}(?:refs\/pull\/|pull\/\$|github\.event\.pull_request\.head|github\.head_ref|github\.event\.workflow_run\.head)/

function isPrivileged(workflow: Workflow): boolean {
  return workflow.triggers.some(({ name }) => PRIVILEGED.has(name))
}

function checkoutsOf(path: string, job: WorkflowJob): readonly UntrustedCheckout[] {
  return job.steps.flatMap((step) => {
    const ref = step.with.get('ref')?.value ?? ''
    if (step.run !== null || step.uses?.value.includes('actions/checkout') !== true) return []
    if (!ref.includes('github.event.pull_request') && !ref.includes('github.event.workflow_run')) return []
    return [{ path, line: step.line, job: job.id, ref, ownBranchesOnly: isOwn(job.condition, step.condition) }]
  })
}

const OWN_BRANCH =
  /github\.event\.(?:pull_request\.head\.repo|workflow_run\.head_repository)\.(?:full_name|id|owner\.login)\s*==\s*github\.(?:repository|repository_id|repository_owner)\b|github\.event\.pull_request\.head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork/

function isOwn(...conditions: readonly string[]): boolean {
  return conditions.some((condition) => condition.length < 5000 && !condition.includes('||') && OWN_BRANCH.test(condition))
}

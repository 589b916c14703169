import type { Workflow, WorkflowJob, WorkflowStep } from './workflow.ts'

/** One step that a job must have: an action (without its version), inputs, words of its script. All that is given must hold. */
export interface StepPattern {
  readonly uses?: string
  readonly with?: Readonly<Record<string, RegExp>>
  readonly run?: RegExp
}

/** A kind of job, known by the steps it must have. */
export interface JobPattern {
  readonly name: string
  readonly steps: readonly StepPattern[]
}

/** The first job of a workflow that fits one of the patterns. A called reusable workflow fits a pattern that names it. */
export function matchJob(
  workflow: Workflow,
  patterns: readonly JobPattern[],
): { readonly job: WorkflowJob; readonly pattern: JobPattern } | null {
  for (const job of workflow.jobs) {
    const pattern = patterns.find((candidate) => fits(job, candidate))
    if (pattern !== undefined) return { job, pattern }
  }
  return null
}

function fits(job: WorkflowJob, pattern: JobPattern): boolean {
  for (const wanted of pattern.steps) {
    if (wanted.uses !== undefined && job.uses?.value.startsWith(`${wanted.uses}@`) === true) return true
    if (!job.steps.some((step) => stepFits(step, wanted))) return false
  }
  return true
}

function stepFits(step: WorkflowStep, { uses, with: inputs, run }: StepPattern): boolean {
  if (uses !== undefined && !(step.run === null && step.uses?.value.startsWith(`${uses}@`) === true)) return false
  for (const [key, value] of Object.entries(inputs ?? {})) if (!value.test(step.with.get(key)?.value ?? '')) return false
  return run === undefined || (step.run !== null && lines(step.run.value).some((line) => run.test(line)))
}

const MAX_LINE = 3000

/** Lines of a script with continued ones joined; overlong ones are cut, since the patterns look for words anywhere in them. */
function lines(script: string): readonly string[] {
  return script
    .slice(0, 500_000)
    .replace(/\\(?:\r\n|\n|\r)/g, '')
    .split('\n')
    .map((line) => line.slice(0, MAX_LINE))
}

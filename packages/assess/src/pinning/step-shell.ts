import type { WorkflowJob, WorkflowStep } from '../workflow/workflow.ts'

const WINDOWS_STEP = [
  /runner\.os\s*==\s*['"]windows['"]/i,
  /\$\{\{\s*startsWith\(runner\.os,\s*['"]windows['"]\)/i,
  /matrix\.os\s*==\s*['"]windows-/i,
]

/** The shell that runs a step (GitHub's workflow syntax, `jobs.<id>.steps[*].shell`); null when the runner's system cannot be told. */
export function stepShell(step: WorkflowStep, job: WorkflowJob): string | null {
  if (step.shell !== '') return step.shell
  if (job.defaultShell !== '') return job.defaultShell
  if (WINDOWS_STEP.some((pattern) => pattern.test(step.condition))) return 'pwsh'
  const systems = systemsOf(job)
  if (systems === null) return null
  return systems.every((system) => system.toLowerCase().startsWith('windows')) ? 'pwsh' : 'bash'
}

function systemsOf(job: WorkflowJob): readonly string[] | null {
  const [label, ...more] = job.runsOn
  if (more.length > 0 || label === undefined || !label.includes('matrix.os')) return job.runsOn
  return job.matrixSystems.length === 0 ? null : job.matrixSystems.map((system) => system.replace(/^['"]+|['"]+$/g, ''))
}

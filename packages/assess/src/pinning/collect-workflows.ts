import type { Facts } from '../facts/facts.ts'
import type { Reading } from '../probe.ts'
import type { Workflow } from '../workflow/workflow.ts'
import { workflowsOf, workflowsWithoutAliases } from '../workflow/workflows-of.ts'
import { collectShell } from './collect-shell.ts'
import type { DependencyUse, PinningFault } from './dependency-use.ts'
import { isSupportedShell } from './shell-files.ts'
import { stepShell } from './step-shell.ts'

/** Whether an action reference is fixed: a path of the tree, a full commit id, an image digest. */
export function isPinnedAction(uses: string): boolean {
  return /^\..+[^/]/.test(uses) || /@[a-fA-F\d]{40}/.test(uses) || /docker:\/\/.*@sha256:[a-fA-F\d]{64}/.test(uses)
}

/** Actions and reusable workflows that workflows call; our reading also takes what the tree's own actions call, and job images. */
export function collectActions(facts: Facts, reading: Reading): readonly DependencyUse[] {
  const uses: DependencyUse[] = []
  const add = (path: string, text: { readonly value: string; readonly line: number } | null): void => {
    if (text === null || text.value === '' || text.value.startsWith('./')) return
    // `$/` is the repository that the workflow stands in, as `./` is the one that was checked out.
    if (reading === 'cupel' && text.value.startsWith('$/')) return
    uses.push({ kind: 'GitHubAction', path, line: text.line, endLine: text.line, snippet: text.value, pinned: isPinnedAction(text.value) })
  }
  for (const workflow of sources(facts, reading)) {
    for (const job of workflow.jobs) {
      add(workflow.path, job.uses)
      for (const step of job.steps) if (step.run === null) add(workflow.path, step.uses)
      if (reading === 'cupel') uses.push(...imagesOf(workflow.path, job))
    }
  }
  return uses
}

function imagesOf(path: string, { container, services }: Workflow['jobs'][number]): readonly DependencyUse[] {
  return [container, ...services].flatMap((image) => {
    if (image === null || image.value === '' || image.value.includes('${{')) return []
    if (/^(?:\.|Dockerfile)/.test(image.value)) return []
    const pinned = /@sha256:[a-f\d]{64}$/.test(image.value)
    return [{ kind: 'containerImage' as const, path, line: image.line, endLine: image.line, snippet: image.value, pinned }]
  })
}

function sources(facts: Facts, reading: Reading): readonly Workflow[] {
  if (reading === 'scorecard-5') return workflowsWithoutAliases(facts)
  const { workflows, actions } = workflowsOf(facts)
  return [...workflows, ...actions]
}

/** What the scripts of workflow steps download and install. */
export function collectSteps(
  facts: Facts,
  reading: Reading,
): { readonly uses: readonly DependencyUse[]; readonly faults: readonly PinningFault[] } {
  const uses: DependencyUse[] = []
  const faults: PinningFault[] = []
  for (const workflow of sources(facts, reading)) {
    for (const job of workflow.jobs) {
      const downloaded = new Set<string>()
      for (const step of job.steps) {
        if (step.run === null) continue
        const shell = stepShell(step, job)
        if (shell === null)
          faults.push({
            path: workflow.path,
            line: step.line,
            reason: 'the system that the job runs on cannot be told, so neither can its shell',
          })
        if (shell === null || !isSupportedShell(shell.split(' ')[0] ?? '')) continue
        // What the service fills in is no shell.
        const text = step.run.value.replace(/\{\{[^{}]*\}\}/g, 'GITHUB_REDACTED_VAR')
        collectShell({ path: workflow.path, text, line: step.run.line }, { uses, faults, downloaded, reading })
      }
    }
  }
  return { uses, faults }
}

import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'
import type { ProbeFinding } from '../probe.ts'
import { matchJob } from '../workflow/job-match.ts'
import { MORE_PUBLISHING_JOBS, PUBLISHING_JOBS } from '../workflow/publishing-jobs.ts'
import { releaseWorkflows } from '../releases/release-pipeline.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

export default defineProbe({
  id: 'packagedWithAutomatedWorkflow',
  title: 'Are packages published by a workflow?',
  remediation: {
    text: 'Publish from a workflow with trusted publishing, so that nobody keeps a token',
    effort: 'medium',
    link: 'https://repos.openssf.org/trusted-publishers-for-all-package-repositories',
  },
  run(facts, reading) {
    const { successfulRuns: runs } = facts.forge
    const findings: ProbeFinding[] = []
    for (const workflow of workflowsOf(facts).workflows) {
      const patterns = reading === 'cupel' ? [...PUBLISHING_JOBS, ...MORE_PUBLISHING_JOBS] : PUBLISHING_JOBS
      const match = matchJob(workflow, patterns)
      if (match === null) continue
      const place = { path: workflow.path, line: match.job.line }
      const name = workflow.path.slice(workflow.path.lastIndexOf('/') + 1)
      const run = runs.known ? runs.value.get(name) : undefined
      if (run !== undefined)
        findings.push(found(`published by a workflow: ${match.pattern.name}`, [place, { url: run }], { kind: match.pattern.name }))
      else if (runs.known) findings.push(notFound(`a publishing workflow (${match.pattern.name}) that never ran with success`, [place]))
      // Without a forge both readings take it that the workflow ran; ours says so.
      else
        findings.push(
          found(`a workflow publishes: ${match.pattern.name}; its runs were not seen`, [place], {
            kind: match.pattern.name,
            runsUnseen: true,
          }),
        )
    }
    if (findings.length === 0 && reading === 'cupel' && !runs.known)
      for (const { how, place } of releaseWorkflows(facts))
        findings.push(found(`a workflow publishes: ${how}; its runs were not seen`, [place], { kind: how, runsUnseen: true }))
    if (findings.length > 0 && !runs.known && reading === 'cupel') findings.push(unseen(runs.missing))
    return findings.length > 0 ? findings : [notFound('no workflow publishes packages')]
  },
})

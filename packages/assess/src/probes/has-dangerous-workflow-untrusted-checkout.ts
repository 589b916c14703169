import { scriptedCheckouts, untrustedCheckouts } from '../dangerous/untrusted-checkouts.ts'
import { found, notApplicable, notFound, notUnderstood, snippetOf } from '../finding.ts'
import { defineProbe } from '../probe.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

export default defineProbe({
  id: 'hasDangerousWorkflowUntrustedCheckout',
  title: 'Does a workflow with secrets check out the code of outsiders?',
  fault: 'true',
  remediation: {
    text: 'Build change requests in a workflow on `pull_request`, which has no secrets, and hand results to a second one on `workflow_run` that runs none of them',
    effort: 'medium',
    link: 'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
  },
  run(facts, reading) {
    const { workflows, broken } = workflowsOf(facts)
    const errors = broken.map(({ path, line, reason }) => notUnderstood(`the workflow cannot be read: ${reason}`, { path, line }))
    if (workflows.length === 0) return errors.length > 0 ? errors : [notApplicable('there are no workflows')]
    const checkouts =
      reading === 'cupel'
        ? [...untrustedCheckouts(facts), ...scriptedCheckouts(facts)].filter(({ ownBranchesOnly }) => !ownBranchesOnly)
        : untrustedCheckouts(facts)
    const findings = checkouts.map(({ path, line, job, ref }) =>
      found(`job ${JSON.stringify(snippetOf(job))} checks out an outsider’s code and has the repository’s secrets`, [
        { path, line, snippet: snippetOf(ref) },
      ]),
    )
    return [...errors, ...(findings.length > 0 ? findings : [notFound('no workflow with secrets checks out the code of outsiders')])]
  },
})

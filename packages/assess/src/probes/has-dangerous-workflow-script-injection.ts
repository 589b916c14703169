import { allInjections, directInjections } from '../dangerous/script-injections.ts'
import { found, notApplicable, notFound, notUnderstood, snippetOf } from '../finding.ts'
import { defineProbe } from '../probe.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

export default defineProbe({
  id: 'hasDangerousWorkflowScriptInjection',
  title: 'Does text of outsiders become part of a workflow’s script?',
  fault: 'true',
  remediation: {
    text: 'Give the expression to the step as an environment variable (`env: TITLE: ${{ … }}`) and use "$TITLE" in the script',
    effort: 'low',
    link: 'https://docs.github.com/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions#understanding-the-risk-of-script-injections',
  },
  run(facts, reading) {
    const { workflows, broken } = workflowsOf(facts)
    const errors = broken.map(({ path, line, reason }) => notUnderstood(`the workflow cannot be read: ${reason}`, { path, line }))
    if (workflows.length === 0) return errors.length > 0 ? errors : [notApplicable('there are no workflows')]
    const injections = reading === 'cupel' ? allInjections(facts) : directInjections(facts)
    const findings = injections.map(({ path, line, expression, job, through }) =>
      found(
        `the script of job ${JSON.stringify(snippetOf(job))} has an outsider’s text in it${through === '' ? '' : `, through ${snippetOf(through)}`}`,
        [{ path, line, snippet: snippetOf(expression) }],
      ),
    )
    return [...errors, ...(findings.length > 0 ? findings : [notFound('no script takes text of outsiders')])]
  },
})

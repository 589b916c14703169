import { analysisTools, scorecardTools } from '../analysis/static-analysis.ts'
import { found, notFound, notUnderstood } from '../finding.ts'
import { defineProbe } from '../probe.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

export default defineProbe({
  id: 'sastToolConfigured',
  title: 'Is a static analysis tool set up?',
  remediation: {
    text: 'Turn on CodeQL’s default setup, or run an analyser for your language in CI',
    effort: 'low',
    link: 'https://docs.github.com/code-security/code-scanning/enabling-code-scanning/configuring-default-setup-for-code-scanning',
  },
  run(facts, reading) {
    const tools = reading === 'cupel' ? analysisTools(facts) : scorecardTools(facts)
    const { settings } = facts.forge
    const findings = tools.map(({ tool, path, line, narrow }) => found(`${tool} is set up`, [{ path, line }], { tool, narrow }))
    if (reading === 'cupel' && settings.known && settings.value.codeScanningDefaultSetup === true)
      findings.push(found('CodeQL’s default setup is on', [{ url: facts.project.url }], { tool: 'CodeQL default setup', narrow: false }))
    const errors = workflowsOf(facts).broken.map(({ path, line, reason }) =>
      notUnderstood(`the workflow cannot be read: ${reason}`, { path, line }),
    )
    return [...(findings.length > 0 ? findings : [notFound('no static analysis tool is set up')]), ...errors]
  },
})

import { found, notFound, snippetOf } from '../finding.ts'
import { defineProbe } from '../probe.ts'
import { toolsByFile, updateTools } from '../updates/update-tools.ts'

export default defineProbe({
  id: 'dependencyUpdateToolConfigured',
  title: 'Does a tool propose updates of dependencies?',
  remediation: {
    text: 'Add `.github/dependabot.yml`, or a Renovate configuration, for every ecosystem in use',
    effort: 'low',
    link: 'https://docs.github.com/code-security/dependabot/dependabot-version-updates/configuring-dependabot-version-updates',
  },
  run(facts, reading) {
    const tools = reading === 'cupel' ? updateTools(facts) : toolsByFile(facts)
    const { settings } = facts.forge
    if (tools.length > 0)
      return tools.map(({ tool, place }) => found(`updates are proposed by ${snippetOf(tool)}`, [place], { tool: snippetOf(tool) }))
    if (reading === 'cupel' && settings.known && settings.value.dependencyUpdates === true)
      return [found('security updates by Dependabot are on', [{ url: facts.project.url }], { tool: 'Dependabot' })]
    return [notFound('no tool proposes updates of dependencies')]
  },
})

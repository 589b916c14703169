import { ciCommands } from '../documents/ci-commands.ts'
import { notApplicable, undeclared, yes } from '../documents/answer.ts'
import { npmProject } from '../documents/npm-project.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'npmPublishesWithProvenance',
  title: 'Is the package published from CI with provenance?',
  remediation: { text: 'Publish from CI by trusted publishing, or with npm publish --provenance and id-token: write', effort: 'low' },
  run(facts) {
    const project = npmProject(facts)
    if (project === null || project.kind === 'application') return notApplicable('Nothing is published to an npm registry', [{ path: '.' }])
    const steps = ciCommands(facts).filter(({ text }) => /\bnpm\s+publish\b.{0,200}--provenance\b|NPM_CONFIG_PROVENANCE/.test(text))
    if (steps.length > 0)
      return yes(
        'CI publishes with provenance',
        steps.map(({ path, line }) => ({ path, line })),
      )
    if (project.provenance) return yes('publishConfig asks for provenance', [{ path: 'package.json' }])
    return undeclared('no publishing with provenance is seen in CI')
  },
})

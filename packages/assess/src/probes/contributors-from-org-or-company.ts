import { contributingOrganisations } from '../maintenance/organisations.ts'
import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'contributorsFromOrgOrCompany',
  title: 'Do people of several organisations contribute?',
  remediation: { text: 'Invite contributors from other organisations and give regular ones a share in the decisions', effort: 'high' },
  run(facts, reading) {
    const organisations = contributingOrganisations(facts, reading)
    if ('what' in organisations) return [unseen(organisations)]
    const shown = organisations.map(({ name, commit }) =>
      found(`${name} contributes`, commit === '' ? [] : [{ commit }], { organisation: name }),
    )
    // Mail addresses show some organisations, never that there are no others.
    if (!facts.forge.contributors.known) return [...shown, unseen(facts.forge.contributors.missing)]
    return shown.length > 0 ? shown : [notFound('no organisation can be told from the regular contributors')]
  },
})

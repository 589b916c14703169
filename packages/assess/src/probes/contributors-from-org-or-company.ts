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
    if (organisations.length === 0) return [notFound('no organisation can be told from the regular contributors')]
    return organisations.map(({ name, commit }) => found(`${name} contributes`, commit === '' ? [] : [{ commit }], { organisation: name }))
  },
})

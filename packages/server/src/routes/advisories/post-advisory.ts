import { AdvisoryDetail, PrivateAdvisory } from '../../api/contract/knowledge.ts'
import { forbidden, HttpProblem } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { advisoriesOf } from '../../feed/advisory-holder.ts'
import { upsertAdvisory } from '../../feed/upsert-advisory.ts'
import { advisoryDetail } from '../../read/advisory-detail.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { onlyOrganisation } from '../../write/only-organisation.ts'

export default defineRoute({
  method: 'POST',
  path: '/advisories',
  id: 'postAdvisory',
  summary:
    'An OSV record that only this organisation knows of; what it affects is found before the answer. Posted again, it changes or withdraws',
  tag: 'advisories',
  access: 'triage:write',
  body: PrivateAdvisory,
  status: 201,
  response: AdvisoryDetail,
  handle: async (call) => {
    const { services, viewer, now } = call
    const organisation = await onlyOrganisation(services.db, viewer, call.body.organisation)
    if (!viewer.mayIn('triage:write', { organisation })) throw forbidden('triage:write')
    const { record } = call.body
    const id = typeof record['id'] === 'string' ? record['id'] : ''
    if (id === '') throw new HttpProblem(400, 'invalid', 'the record has no id')
    const entry = { actor: viewer.actor, action: 'advisory.post', object: `advisory:${id.slice(0, 200)}`, organisation, detail: {} }
    await upsertAdvisory(services, record, { orgId: organisation, index: advisoriesOf(services).current(), entry })
    return advisoryDetail(services, pictureOf({ viewer, now }), id)
  },
})

import { Triage, TriageInput } from '../../api/contract/knowledge.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { triageById } from '../../read/triage-rows.ts'
import { expectedVersion } from '../../write/expected-version.ts'
import { setTriage } from '../../write/set-triage.ts'

export default defineRoute({
  method: 'PUT',
  path: '/triage',
  id: 'setTriage',
  summary: 'Say about a problem, in a project or an organisation, what VEX says; If-Match names the statement that is replaced',
  tag: 'triage',
  access: 'triage:write',
  body: TriageInput,
  response: Triage,
  handle: async (call) => {
    const picture = pictureOf(call)
    const id = await setTriage(call.services, picture, call.body, expectedVersion(call.request))
    const statement = await triageById(call.services.db, picture, id)
    if (statement === null) throw notFound('the statement')
    void call.reply.header('etag', `"${statement.version}"`)
    return statement
  },
})

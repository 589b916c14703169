import type { Static } from 'typebox'
import type { CiTrust } from '../../api/contract/administration.ts'
import { CiTrustPage, PAGE } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { organisationsWith } from '../../administration/administered-organisations.ts'
import { CI_TRUST_COLUMNS, CI_TRUST_FROM, ciTrustOf } from '../../administration/ci-trust-rows.ts'
import { idPage } from '../../administration/id-page.ts'

type Row = Static<typeof CiTrust>

export default defineRoute({
  method: 'GET',
  path: '/ci-trusts',
  id: 'listCiTrusts',
  summary: 'Which CI jobs may exchange their OIDC token for a token of ours',
  tag: 'administration',
  access: 'admin:write',
  list: true,
  query: PAGE,
  response: CiTrustPage,
  handle: (call) => {
    const organisations = organisationsWith(call.viewer, 'admin:write')
    return idPage<Row, Row>(call, {
      list: 'ci-trusts',
      columns: CI_TRUST_COLUMNS,
      from: CI_TRUST_FROM,
      key: 't.id',
      where: (parameters) => (organisations === null ? [] : [`t.org_id = ANY(${parameters.add(organisations)}::int4[])`]),
      item: ciTrustOf,
    })
  },
})

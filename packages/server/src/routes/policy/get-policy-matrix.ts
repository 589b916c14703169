import { PolicyMatrix, PolicyMatrixQuery, PolicyMatrixRow } from '../../api/contract/policies.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyMatrix } from '../../read/policy-matrix.ts'

export default defineRoute({
  method: 'GET',
  path: '/policy-matrix',
  id: 'getPolicyMatrix',
  summary: 'What every rule says of every project',
  tag: 'policy',
  access: 'policy:read',
  shared: true,
  query: PolicyMatrixQuery,
  response: PolicyMatrix,
  rows: {
    row: PolicyMatrixRow,
    of: ({ rules, rows }) =>
      rows.flatMap(({ project, outcomes }) => rules.map((rule, at) => ({ project, ...rule, outcome: outcomes[at] ?? 'not-evaluated' }))),
  },
  handle: (call) => policyMatrix(call.services.db, pictureOf(call), call.query),
})

import { WhatIf, WhatIfInput, WhatIfRow } from '../../api/contract/policies.ts'
import { defineRoute } from '../../api/route.ts'
import { whatIf } from '../../policy/what-if.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { onlyOrganisation } from '../../write/only-organisation.ts'

export default defineRoute({
  method: 'POST',
  path: '/policies/what-if',
  id: 'askWhatIf',
  summary: 'Who would break, and who would be mended, by a draft of a policy pack, now or on a date; nothing is kept',
  tag: 'policy',
  access: 'policy:read',
  body: WhatIfInput,
  response: WhatIf,
  rows: {
    row: WhatIfRow,
    of: ({ newlyFailing, newlyUnknown, newlyPassing }) =>
      (
        [
          ['fails', newlyFailing],
          ['unknown', newlyUnknown],
          ['passes', newlyPassing],
        ] as const
      ).flatMap(([change, changed]) => changed.flatMap(({ project, rules }) => rules.map((rule) => ({ project, rule, change })))),
  },
  handle: async (call) => {
    const { services, viewer, now, body, signal } = call
    const organisation = await onlyOrganisation(services.db, viewer, body.organisation)
    return whatIf(services.db, pictureOf({ viewer, now, query: body }), { input: body, organisation, signal, now: services.now })
  },
})

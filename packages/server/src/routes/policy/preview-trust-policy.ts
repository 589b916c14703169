import { TrustChange, TrustPreview, TrustPreviewInput } from '../../api/contract/trust.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { trustAuthorFor } from '../../trust/change-trust-policy.ts'
import { previewTrust } from '../../trust/preview-trust.ts'

export default defineRoute({
  method: 'POST',
  path: '/trust-policy/preview',
  id: 'previewTrustPolicy',
  summary: 'What is wrong with a draft of a trust policy, and which attestations would be verified by it; nothing is kept',
  tag: 'policy',
  access: 'policy:write',
  body: TrustPreviewInput,
  response: TrustPreview,
  rows: { row: TrustChange, of: ({ changes }) => changes },
  handle: async (call) => {
    const { services, viewer, now, body, signal } = call
    const organisation = await trustAuthorFor(services.db, viewer, body.organisation)
    return previewTrust(services, pictureOf({ viewer, now, query: {} }), { organisation, text: body.text, cursor: body.cursor, signal })
  },
})

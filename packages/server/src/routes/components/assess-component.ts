import { Type } from 'typebox'
import { audited } from '../../administration/audited.ts'
import { Id } from '../../api/contract/common.ts'
import { PackageDetail } from '../../api/contract/knowledge.ts'
import { forbidden, invalid } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { packageDetail } from '../../read/package-detail.ts'
import { seenPackage } from '../../read/package-rows.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { keepComponentAssessment } from '../../write/keep-component-assessment.ts'

/** A report is some hundred kilobytes. */
const MOST_BYTES = 32 * 1024 * 1024

export default defineRoute({
  method: 'POST',
  path: '/components/:id/assessment',
  id: 'assessComponent',
  summary: 'Hand in the report of cupel assess on the repository behind a package, as the body; everybody who sees the package sees it',
  tag: 'evidence',
  access: 'admin:write',
  bodyKind: 'raw',
  params: Type.Object({ id: Id }),
  response: PackageDetail,
  handle: async (call) => {
    const { services, viewer, params } = call
    const picture = pictureOf({ viewer, now: call.now })
    await seenPackage(services.db, picture, params.id)
    // It is shown to every organisation, so it is nothing that one of them decides.
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    const bytes = await whole(call.body as AsyncIterable<Uint8Array>)
    await audited(call, async (transaction) => {
      const result = await keepComponentAssessment(transaction, services, { packageId: params.id, bytes })
      return { action: 'component.assess', object: `package:${params.id}`, organisation: null, detail: { ...result }, result }
    })
    return packageDetail(services.db, picture, params.id)
  },
})

async function whole(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > MOST_BYTES) throw invalid(`the report is larger than ${MOST_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

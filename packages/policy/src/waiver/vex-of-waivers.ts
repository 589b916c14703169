import type { VexStatement } from '@cupel/formats'
import type { Finding } from '@cupel/model'
import { isExpired } from './waiver.ts'
import type { Waiver } from './waiver.ts'

/**
 * Says to others what the waivers say at home, one statement a waived finding. Only a waiver with a VEX justification claims
 * `not_affected`; any other is an accepted risk, and honest VEX for that is `affected` with what is done about it. With
 * `products` the statements are about these, with the component as subcomponent; otherwise about the component itself.
 */
export function vexOfWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  { today, timestamp, products = [] }: { readonly today: string; readonly timestamp: string; readonly products?: readonly string[] },
): readonly VexStatement[] {
  const byPlace = new Map(waivers.filter((one) => !isExpired(one, today)).map((one) => [`${one.source}:${one.line}`, one]))
  return findings.flatMap((finding) => {
    const { stateReason } = finding
    // VEX speaks of vulnerabilities only.
    if (finding.state !== 'waived' || stateReason?.by !== 'waiver' || finding.kind === 'provenance') return []
    const waiver = byPlace.get(`${stateReason.source}:${stateReason.line ?? 0}`)
    return waiver === undefined ? [] : [statementOf(finding, waiver, { timestamp, products })]
  })
}

function statementOf(
  { advisory, component }: Finding,
  waiver: Waiver,
  { timestamp, products }: { readonly timestamp: string; readonly products: readonly string[] },
): VexStatement {
  const harmless = waiver.justification !== ''
  const part = { ids: [component], cpes: [], hashes: [], versions: [] }
  return {
    format: 'openvex',
    vulnerabilities: [advisory.id, ...advisory.aliases],
    products:
      products.length === 0
        ? [{ ...part, subcomponents: [] }]
        : products.map((id) => ({ ids: [id], cpes: [], hashes: [], versions: [], subcomponents: [part] })),
    status: harmless ? 'not_affected' : 'affected',
    justification: waiver.justification,
    impact: harmless ? waiver.reason : '',
    action: harmless ? '' : `accepted until ${waiver.expires}: ${waiver.reason}`,
    author: waiver.owner,
    timestamp,
    documentId: '',
    source: waiver.source,
    line: waiver.line,
  }
}

import type { VexStatement, VexStatus } from '@cupel/formats'
import type { StoredFinding } from '../policy/project-findings.ts'

const STATUS: Readonly<Record<NonNullable<StoredFinding['status']>, VexStatus>> = {
  affected: 'affected',
  accepted: 'affected',
  'not-affected': 'not_affected',
  fixed: 'fixed',
  'under-investigation': 'under_investigation',
}

/**
 * What people decided about findings, as VEX says it: one statement a finding about the component itself. A risk that was accepted is
 * `affected` with that as its action; only `not-affected` denies one. Findings that nobody said anything about are left out.
 */
export function vexStatements(findings: readonly StoredFinding[]): readonly VexStatement[] {
  return findings.flatMap((stored): readonly VexStatement[] => {
    const { finding, status, said } = stored
    if (status === null) return []
    const { stateReason, component, advisory } = finding
    const words = stored.statement
    return [
      {
        format: 'openvex',
        vulnerabilities: [advisory.id, ...advisory.aliases],
        products: [{ ids: [component], cpes: [], hashes: [], versions: [], subcomponents: [] }],
        status: STATUS[status],
        justification: status === 'not-affected' ? (stateReason?.justification ?? '') : '',
        impact: status === 'not-affected' ? words : '',
        action: status === 'affected' || status === 'accepted' ? actionOf(stored) : '',
        author: '',
        timestamp: said === null ? '' : said.toISOString(),
        documentId: '',
        source: '',
        line: 0,
      },
    ]
  })
}

/** An affected product needs an action (OpenVEX 0.2.0, action_statement): what was said, or the way out that is known. */
function actionOf({ finding, status, statement }: StoredFinding): string {
  const expires = finding.stateReason?.expires ?? ''
  if (status === 'accepted') return `accepted${expires === '' ? '' : ` until ${expires}`}: ${statement}`
  if (statement !== '') return statement
  const fix = finding.upgrade ?? finding.fixedVersions[0]
  return fix === undefined ? 'No fixed version is known so far.' : `Update to ${fix}.`
}

import { latestVex, printable, purlMatches, unjudgedRange, vexIndex } from '@cupel/formats'
import type { VexIndex, VexQuery, VexRange, VexStatement } from '@cupel/formats'
import { parsePurl } from '@cupel/model'
import type { Finding, FindingState, IndexState, Problem, StateReason, Verdict } from '@cupel/model'
import type { Gate } from './gate/gate.ts'
import { orderFindings } from './rank/order-findings.ts'
import { rankFinding } from './rank/rank-finding.ts'
import type { UndecidedFinding } from './undecided.ts'
import { judge } from './verdict.ts'
import { waiverMatcher } from './waiver/waiver-applies.ts'
import { isExpired } from './waiver/waiver.ts'
import type { Waiver } from './waiver/waiver.ts'

export interface DecideInput {
  readonly waivers: readonly Waiver[]
  readonly vex: readonly VexStatement[]
  readonly gate: Gate
  /** Of all earlier stages, also of reading VEX documents. */
  readonly problems: readonly Problem[]
  readonly index: IndexState
  /** `YYYY-MM-DD`; the only clock of this room. */
  readonly today: string
  /** OSV ecosystems of the components, with suffix; absent: all of the index. */
  readonly ecosystems?: readonly string[]
  /** Components were held against a trust policy. */
  readonly trust?: boolean
  /** The user asked about a part only, and these findings are not in it; absent: about the whole. */
  readonly unshown?: number
  /** What was scanned, for VEX products; see VexQuery. Per finding: only products that hold every occurrence of it. */
  readonly product?: (finding: UndecidedFinding) => Pick<VexQuery, 'productPurls' | 'productCpes' | 'productDigest' | 'hashes' | 'otherIds'>
}

export interface Decision {
  /** All findings, decided, ranked and in the order of reports. */
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  /** Those given, then what the waivers give. */
  readonly problems: readonly Problem[]
}

interface Compiled {
  readonly waiver: Waiver
  readonly matches: (finding: UndecidedFinding) => boolean
  readonly expired: boolean
  used: number
}

/**
 * Says of each finding whether it counts, and of the whole whether it passes. VEX comes first (the latest statement that
 * applies), then waivers; `affected` and `under_investigation` leave a finding open to waivers. Nothing is removed.
 */
export function decide(findings: readonly UndecidedFinding[], input: DecideInput): Decision {
  const compiled = input.waivers.map((waiver) => ({
    waiver,
    matches: waiverMatcher(waiver),
    expired: isExpired(waiver, input.today),
    used: 0,
  }))
  const vex = vexIndex(input.vex)
  const unjudged = new Map<string, Problem>()
  const decided = orderFindings(findings.map((finding) => decideOne(finding, { compiled, vex, input, unjudged })))
  const problems = [...input.problems, ...unjudged.values(), ...compiled.flatMap((one) => waiverProblem(one, input.unshown !== undefined))]
  return { findings: decided, verdict: judge({ ...input, findings: decided, problems }), problems }
}

interface Deciding {
  readonly compiled: readonly Compiled[]
  readonly vex: VexIndex
  readonly input: DecideInput
  /** Of each statement and component at most one. */
  readonly unjudged: Map<string, Problem>
}

function decideOne(finding: UndecidedFinding, { compiled, vex, input, unjudged }: Deciding): Finding {
  const ids = [finding.advisory.id, ...finding.advisory.aliases]
  const matching = compiled.filter((one) => one.matches(finding))
  for (const one of matching) one.used++
  // The product is worked out only for the few findings that someone has said something about.
  const statements = finding.kind === 'provenance' ? [] : vex.about(ids)
  const query = { ids, purl: finding.component, ...(statements.length > 0 && input.product?.(finding)) }
  const statement = statements.length === 0 ? null : latestVex(vex, query)
  for (const one of statements) {
    const range = unjudgedRange(one, query)
    if (range !== null) unjudged.set(`${one.source}:${one.line} ${finding.component}`, rangeProblem(one, range, finding))
  }
  const trusted = statement !== null && (finding.kind !== 'malware' || namesMalware(statement, finding)) ? statement : null
  const waiver = matching.find((one) => !one.expired)?.waiver
  const [state, stateReason] = stateOf(trusted, waiver)
  const rank = rankFinding(finding)
  if (trusted?.status !== 'affected') return { ...finding, state, stateReason, rank }
  return {
    ...finding,
    state,
    stateReason,
    rank: { ...rank, reasons: [...rank.reasons, `stated as affected by ${trusted.author || 'a VEX document'}`] },
  }
}

/** A statement that is left open by a version outside the order of its range is said, not silently passed over. */
function rangeProblem({ source: path, line, format }: VexStatement, { text }: VexRange, { component }: UndecidedFinding): Problem {
  const detail = `${printable(component)} has no version that the range ${printable(text.slice(0, 80))} can be asked about; the statement is not applied`
  return { code: 'version-uncomparable', effect: 'note', path, ...(line > 0 && { line }), detail, by: format }
}

function stateOf(statement: VexStatement | null, waiver: Waiver | undefined): readonly [FindingState, StateReason | null] {
  if (statement?.status === 'not_affected') return ['not-affected', reasonOfVex(statement)]
  if (statement?.status === 'fixed') return ['fixed', reasonOfVex(statement)]
  if (waiver !== undefined) return ['waived', reasonOfWaiver(waiver)]
  if (statement?.status === 'under_investigation') return ['under-investigation', reasonOfVex(statement)]
  return ['open', null]
}

/** A statement about a whole product or all versions is too wide to call malice harmless. */
function namesMalware(statement: VexStatement, finding: UndecidedFinding): boolean {
  const exact = (id: string): boolean => purlMatches(id, finding.component) && parsePurl(id).version !== ''
  return (
    statement.vulnerabilities.some((id) => id.toUpperCase() === finding.advisory.id.toUpperCase()) &&
    statement.products.some((product) => [product, ...product.subcomponents].some((one) => one.ids.some(exact)))
  )
}

function reasonOfVex(statement: VexStatement): StateReason {
  return {
    by: statement.format,
    source: statement.source,
    ...(statement.line > 0 && { line: statement.line }),
    justification: statement.justification,
    statement: statement.impact || statement.action,
    author: statement.author,
    expires: '',
  }
}

function reasonOfWaiver(waiver: Waiver): StateReason {
  return {
    by: 'waiver',
    source: waiver.source,
    line: waiver.line,
    justification: waiver.justification,
    statement: waiver.reason,
    author: waiver.owner,
    expires: waiver.expires,
  }
}

/** An expired waiver that would still be needed, and one that nothing needs, are said; of a part (`isPart`) the latter cannot be known. */
function waiverProblem({ waiver, expired, used }: Compiled, isPart: boolean): readonly Problem[] {
  const place = { effect: 'note', path: waiver.source, line: waiver.line, by: 'policy' } as const
  const what = printable(`the waiver of ${waiver.id}${waiver.package === '' ? '' : ` in ${waiver.package}`}`)
  if (expired && used > 0) {
    const detail = `${what} ended on ${waiver.expires} and no longer applies to ${used} ${used === 1 ? 'finding' : 'findings'}`
    return [{ ...place, code: 'waiver-expired', detail, hint: `fix it, or ask ${printable(waiver.owner)} to renew the waiver` }]
  }
  if (used > 0 || isPart) return []
  return [{ ...place, code: 'waiver-unused', detail: `${what} matches no finding`, hint: 'remove it' }]
}

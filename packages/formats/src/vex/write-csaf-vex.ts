import type { VexStatement, VexStatus } from './statement.ts'

export interface CsafVexOptions {
  readonly title: string
  /** Who makes the statements; `namespace` is a URL that they control. */
  readonly publisher: { readonly category: 'vendor' | 'coordinator' | 'user' | 'other'; readonly name: string; readonly namespace: string }
  /** Stable id of the document. */
  readonly id: string
  /** RFC 3339. */
  readonly timestamp: string
  /** What a vulnerability is about, by its first id. */
  readonly summaries?: ReadonlyMap<string, string>
}

const LABELS: ReadonlySet<string> = new Set([
  'component_not_present',
  'inline_mitigations_already_exist',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_not_present',
])

const STATUS: Readonly<Record<VexStatus, string>> = {
  affected: 'known_affected',
  not_affected: 'known_not_affected',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
}

/**
 * Writes CSAF 2.0 of the profile VEX (§4.5). Products are what the statements name by purl; their order and words stay. Deterministic.
 * Throws RangeError for what CSAF cannot say: no statements, one without product or vulnerability, `not_affected` without a reason.
 */
export function writeCsafVex(statements: readonly VexStatement[], options: CsafVexOptions): string {
  if (statements.length === 0) throw new RangeError('a CSAF VEX document has at least one statement')
  const products = new Map<string, string>()
  const productId = (purl: string): string => {
    const known = products.get(purl)
    if (known !== undefined) return known
    const made = `CSAFPID-${String(products.size + 1).padStart(4, '0')}`
    products.set(purl, made)
    return made
  }
  const byVulnerability = new Map<string, VexStatement[]>()
  for (const statement of statements) {
    const [name] = statement.vulnerabilities
    if (name === undefined) throw new RangeError('a statement names no vulnerability')
    const known = byVulnerability.get(name)
    if (known === undefined) byVulnerability.set(name, [statement])
    else known.push(statement)
  }
  const vulnerabilities = [...byVulnerability.values()].map((of) => vulnerabilityOf(of, options, productId))
  const names = [...products].map(([purl, id]) => ({ product_id: id, name: purl, product_identification_helper: { purl } }))
  return `${JSON.stringify({ document: documentOf(options), product_tree: { full_product_names: names }, vulnerabilities }, null, 2)}\n`
}

/** The name under which such a document is kept (§5.1). */
export function csafFileName(id: string): string {
  return `${id.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`
}

function documentOf({ title, publisher, id, timestamp }: CsafVexOptions): object {
  return {
    category: 'csaf_vex',
    csaf_version: '2.0',
    publisher: { category: publisher.category, name: publisher.name, namespace: publisher.namespace },
    title,
    tracking: {
      current_release_date: timestamp,
      generator: { engine: { name: 'cupel' } },
      id,
      initial_release_date: timestamp,
      revision_history: [{ date: timestamp, number: '1', summary: 'Written from the statements of now.' }],
      status: 'final',
      version: '1',
    },
  }
}

function vulnerabilityOf(statements: readonly VexStatement[], { summaries }: CsafVexOptions, productId: (purl: string) => string): object {
  const ids = [...new Set(statements.flatMap(({ vulnerabilities }) => vulnerabilities))]
  const name = ids[0] as string
  const cve = ids.find((one) => /^CVE-\d{4}-\d{4,}$/.test(one))
  const others = ids.filter((one) => one !== cve)
  const said = statements.map((statement) => ({ statement, product_ids: productsOf(statement, productId) }))
  const status = new Map<string, string[]>()
  for (const { statement, product_ids } of said) {
    const key = STATUS[statement.status]
    status.set(key, [...new Set([...(status.get(key) ?? []), ...product_ids])])
  }
  const flags = said.flatMap(({ statement, product_ids }) =>
    LABELS.has(statement.justification) ? [{ label: statement.justification, product_ids }] : [],
  )
  const threats = said.flatMap(({ statement, product_ids }) => impactOf(statement, product_ids))
  const remediations = said.flatMap(({ statement, product_ids }) => remediationOf(statement, product_ids))
  return {
    ...(cve !== undefined && { cve }),
    ...(others.length > 0 && { ids: others.map((text) => ({ system_name: systemOf(text), text })) }),
    notes: [{ category: 'description', text: summaries?.get(name) || name }],
    product_status: Object.fromEntries(status),
    ...(flags.length > 0 && { flags }),
    ...(threats.length > 0 && { threats }),
    ...(remediations.length > 0 && { remediations }),
  }
}

function productsOf(statement: VexStatement, productId: (purl: string) => string): readonly string[] {
  const purls = statement.products.flatMap(({ ids, subcomponents }) =>
    subcomponents.length === 0 ? ids : subcomponents.flatMap((one) => one.ids),
  )
  const known = purls.filter((one) => one.startsWith('pkg:'))
  if (known.length === 0) throw new RangeError(`the statement about ${statement.vulnerabilities[0] ?? ''} names no package`)
  return [...new Set(known.map(productId))]
}

function impactOf({ status, impact, justification, vulnerabilities }: VexStatement, product_ids: readonly string[]): readonly object[] {
  if (status !== 'not_affected') return []
  if (impact !== '') return [{ category: 'impact', details: impact, product_ids }]
  if (LABELS.has(justification)) return []
  throw new RangeError(`"not_affected" for ${vulnerabilities[0] ?? ''} has no reason`)
}

/** An affected product needs an action (§4.5); what is not said is said to be none so far. */
function remediationOf({ status, action }: VexStatement, product_ids: readonly string[]): readonly object[] {
  if (status !== 'affected') return []
  if (action === '') return [{ category: 'none_available', details: 'No action is known so far.', product_ids }]
  return [{ category: 'mitigation', details: action, product_ids }]
}

function systemOf(id: string): string {
  const prefix = /^[A-Za-z]+/.exec(id)?.[0] ?? 'id'
  return prefix === 'GHSA' ? 'GitHub Advisory' : prefix === 'CVE' ? 'CVE' : `${prefix} (OSV)`
}

import type { Problem } from '@cupel/model'
import { readJson } from '../json.ts'
import { csafFaults } from './csaf/faults.ts'
import { csafGroups, csafProducts, resolveProducts } from './csaf/products.ts'
import { shapeFault } from './csaf/shape.ts'
import { elementLines } from './element-lines.ts'
import { isObject, objectsOf, textOf, textsOf } from './json-shape.ts'
import type { JsonObject } from './json-shape.ts'
import type { VexProduct, VexStatement, VexStatus } from './statement.ts'
import { MAX_CLAIMS, refuseVex } from './vex-document.ts'
import type { VexDocument } from './vex-document.ts'

/** product_status (CSAF 2.0 §3.2.3.9). `recommended` and `unknown` claim nothing. */
const STATUS_OF: Readonly<Record<string, VexStatus>> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  known_not_affected: 'not_affected',
  under_investigation: 'under_investigation',
}

/**
 * Reads CSAF 2.0 and 2.1 of any profile: product status by vulnerability becomes statements, flags become justifications,
 * impact threats and remediations their words. Throws DocumentInvalid for documents that do not have the shape of CSAF or
 * contradict themselves (tests 6.1.1 to 6.1.6 of the standard); other mandatory tests that fail are problems, since publishers
 * are not those who scan. docs/vex.md lists which tests are made.
 */
export function readCsaf(text: string, path: string): VexDocument {
  const value = readJson(text, { maxDepth: 300 })
  if (!isObject(value) || !isObject(value['document'])) return refuseVex('not CSAF: there is no "document"')
  const version = value['document']['csaf_version']
  if (version !== '2.0' && version !== '2.1') return refuseVex('this version of CSAF is not known', 0, 'unsupported-content')
  const shape = shapeFault(value)
  if (shape !== '') refuseVex(`not valid CSAF ${version}: ${shape}`)
  const faults = csafFaults(value, version)
  const [worst] = faults
  if (worst?.fatal) refuseVex(`not valid CSAF ${version}: ${worst.text}`)
  const lines = elementLines(text, 'vulnerabilities')
  const products = csafProducts(value)
  const resolve = resolveProducts(products)
  const groups = csafGroups(value)
  const statements: VexStatement[] = []
  const problems = faults.map(({ text: fault }): Problem => {
    return { code: 'malformed', effect: 'note', path, detail: `not valid CSAF ${version}: ${fault}`, by: 'csaf' }
  })
  let claims = 0
  for (const [at, vulnerability] of objectsOf(value['vulnerabilities']).entries()) {
    const line = lines[at] ?? 0
    const place = line > 0 ? { line } : {}
    const ids = vulnerabilityIds(vulnerability)
    const made = ids.length === 0 ? [] : statementsOf(vulnerability, { document: value['document'], groups, resolve, ids, path, line })
    if (ids.length === 0 && isObject(vulnerability['product_status'])) {
      problems.push({
        code: 'unsupported-content',
        effect: 'note',
        path,
        ...place,
        detail: `CSAF vulnerability ${at + 1} has no id`,
        by: 'csaf',
      })
    }
    for (const one of made) statements.push(one)
    claims += made.reduce((sum, one) => sum + one.products.length, 0)
    if (claims > MAX_CLAIMS) refuseVex(`the document names more than ${MAX_CLAIMS} products`, line, 'limit-exceeded')
  }
  if (statements.length === 0 && problems.length === 0) {
    problems.push({
      code: 'unsupported-content',
      effect: 'note',
      path,
      detail: 'the CSAF document states no status of a product',
      by: 'csaf',
    })
  }
  return { format: 'csaf', statements, problems }
}

interface Context {
  readonly document: JsonObject
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly resolve: (id: string) => VexProduct
  readonly ids: readonly string[]
  readonly path: string
  readonly line: number
}

function vulnerabilityIds(vulnerability: JsonObject): readonly string[] {
  return [...new Set([textOf(vulnerability['cve']), ...objectsOf(vulnerability['ids']).map((one) => textOf(one['text']))])].filter(
    (one) => one !== '',
  )
}

/** Products with the same status and the same words about them are one statement. */
function statementsOf(vulnerability: JsonObject, { document, groups, resolve, ids, path, line }: Context): readonly VexStatement[] {
  const labels = wordsByProduct(objectsOf(vulnerability['flags']), 'label', groups)
  const impacts = wordsByProduct(
    objectsOf(vulnerability['threats']).filter((one) => one['category'] === 'impact'),
    'details',
    groups,
  )
  const actions = wordsByProduct(objectsOf(vulnerability['remediations']), 'details', groups)
  const status = isObject(vulnerability['product_status']) ? vulnerability['product_status'] : {}
  const note = objectsOf(vulnerability['notes']).find((one) => one['category'] === 'description' || one['category'] === 'summary')
  const grouped = new Map<string, { readonly state: VexStatus; readonly products: string[] }>()
  for (const [kind, products] of Object.entries(status)) {
    const state = Object.hasOwn(STATUS_OF, kind) ? STATUS_OF[kind] : undefined
    if (state === undefined) continue
    for (const product of new Set(textsOf(products))) {
      const key = JSON.stringify([state, labels(product), impacts(product), actions(product)])
      const known = grouped.get(key)
      if (known) known.products.push(product)
      else grouped.set(key, { state, products: [product] })
    }
  }
  const publisher = isObject(document['publisher']) ? document['publisher'] : {}
  const tracking = isObject(document['tracking']) ? document['tracking'] : {}
  return [...grouped.values()].map(({ state, products }) => {
    const [product = ''] = products
    return {
      format: 'csaf',
      vulnerabilities: ids,
      products: [...new Set(products)].map(resolve),
      status: state,
      justification: labels(product),
      impact: impacts(product) || (state === 'not_affected' ? textOf(note?.['text']) : ''),
      action: actions(product),
      author: textOf(publisher['name']),
      timestamp: textOf(tracking['current_release_date']),
      documentId: textOf(tracking['id']),
      source: path,
      line,
    }
  })
}

/** What the entries say of one product; an entry without any product is about all of them. */
function wordsByProduct(
  entries: readonly JsonObject[],
  key: string,
  groups: ReadonlyMap<string, readonly string[]>,
): (product: string) => string {
  const common: string[] = []
  const byProduct = new Map<string, string[]>()
  for (const entry of entries) {
    const products = [...textsOf(entry['product_ids']), ...textsOf(entry['group_ids']).flatMap((group) => groups.get(group) ?? [])]
    const words = textOf(entry[key])
    if (products.length === 0) common.push(words)
    for (const product of new Set(products)) {
      const known = byProduct.get(product)
      if (known) known.push(words)
      else byProduct.set(product, [words])
    }
  }
  return (product) => [...new Set([...(byProduct.get(product) ?? []), ...common])].join('; ')
}

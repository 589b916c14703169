import { isObject, textOf } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

const PUBLISHERS = ['coordinator', 'discoverer', 'multiplier', 'other', 'translator', 'user', 'vendor']
const STATUSES = ['draft', 'final', 'interim']
const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,12})?(?:Z|[+-]\d{2}:\d{2})$/i
const VERSION = /^(?:0|[1-9]\d{0,15})(?:\.(?:0|[1-9]\d{0,15})\.(?:0|[1-9]\d{0,15})(?:-[0-9A-Za-z.-]{1,200})?(?:\+[0-9A-Za-z.-]{1,200})?)?$/

/**
 * What the JSON schema of CSAF asks of the parts that cupel reads: required members, their types, and sets of words. Empty when
 * nothing is wrong, otherwise where and what.
 */
export function shapeFault(csaf: JsonObject): string {
  const { document, product_tree: tree, vulnerabilities } = csaf
  if (!isObject(document)) return '"document" is missing'
  return (
    missing(document, ['category', 'title'], 'document') ||
    publisherFault(document['publisher']) ||
    trackingFault(document['tracking']) ||
    (tree === undefined ? '' : treeFault(tree)) ||
    (vulnerabilities === undefined ? '' : vulnerabilitiesFault(vulnerabilities))
  )
}

function missing(table: JsonObject, keys: readonly string[], place: string): string {
  const key = keys.find((one) => textOf(table[one]) === '')
  return key === undefined ? '' : `${place}.${key} is missing or no text`
}

function publisherFault(publisher: unknown): string {
  if (!isObject(publisher)) return 'document.publisher is missing'
  if (!PUBLISHERS.includes(textOf(publisher['category']))) return 'document.publisher.category is unknown'
  return missing(publisher, ['name', 'namespace'], 'document.publisher')
}

function trackingFault(tracking: unknown): string {
  if (!isObject(tracking)) return 'document.tracking is missing'
  const { revision_history: history } = tracking
  if (!STATUSES.includes(textOf(tracking['status']))) return 'document.tracking.status is unknown'
  if (!VERSION.test(textOf(tracking['version']))) return 'document.tracking.version is no version'
  const wrong = ['current_release_date', 'initial_release_date'].find((key) => !DATE.test(textOf(tracking[key])))
  if (wrong !== undefined) return `document.tracking.${wrong} is no date-time`
  if (!Array.isArray(history) || history.length === 0) return 'document.tracking.revision_history is missing or empty'
  for (const [at, one] of (history as readonly unknown[]).entries()) {
    const place = `document.tracking.revision_history[${at}]`
    if (!isObject(one)) return `${place} is no object`
    if (!DATE.test(textOf(one['date']))) return `${place}.date is no date-time`
    if (!VERSION.test(textOf(one['number']))) return `${place}.number is no version`
    const fault = missing(one, ['summary'], place)
    if (fault !== '') return fault
  }
  return missing(tracking, ['id'], 'document.tracking')
}

function treeFault(tree: unknown): string {
  if (!isObject(tree)) return '"product_tree" is no object'
  for (const key of ['branches', 'full_product_names', 'product_groups', 'relationships', 'product_paths']) {
    const fault = listFault(tree[key], `product_tree.${key}`)
    if (fault !== '') return fault
  }
  return branchesFault(tree['branches'])
}

/** A branch has a name, a category, and either a product or branches. */
function branchesFault(branches: unknown): string {
  const waiting: unknown[] = Array.isArray(branches) ? [...branches] : []
  for (let branch = waiting.pop(); branch !== undefined; branch = waiting.pop()) {
    if (!isObject(branch)) return 'a branch of the product tree is no object'
    const fault = missing(branch, ['category', 'name'], 'branch') || listFault(branch['branches'], 'branch.branches')
    if (fault !== '') return fault
    if ((branch['product'] === undefined) === (branch['branches'] === undefined)) return 'a branch has either a product or branches'
    for (const below of Array.isArray(branch['branches']) ? (branch['branches'] as readonly unknown[]) : []) waiting.push(below)
  }
  return ''
}

function vulnerabilitiesFault(vulnerabilities: unknown): string {
  const fault = listFault(vulnerabilities, 'vulnerabilities')
  if (fault !== '') return fault
  for (const [at, one] of (vulnerabilities as readonly JsonObject[]).entries()) {
    const place = `vulnerabilities[${at}]`
    if (one['cve'] !== undefined && !/^CVE-\d{4}-\d{4,}$/.test(textOf(one['cve']))) return `${place}.cve is no CVE id`
    for (const key of ['flags', 'ids', 'remediations', 'threats', 'notes']) {
      const wrong = listFault(one[key], `${place}.${key}`)
      if (wrong !== '') return wrong
    }
    const { product_status: status } = one
    if (status === undefined) continue
    if (!isObject(status)) return `${place}.product_status is no object`
    for (const [kind, products] of Object.entries(status)) {
      if (kind.startsWith('x_')) continue
      const texts = Array.isArray(products) && products.length > 0 && products.every((id) => typeof id === 'string' && id !== '')
      if (!texts) return `${place}.product_status has a list that is empty or not of product ids`
    }
  }
  return ''
}

/** Absent, or an array of at least one object. */
function listFault(value: unknown, place: string): string {
  if (value === undefined) return ''
  return Array.isArray(value) && value.length > 0 && value.every(isObject) ? '' : `${place} is no list of objects`
}

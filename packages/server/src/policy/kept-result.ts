import type { PolicyPlace, PolicyResult, PolicyRuleReport } from '@cupel/model'

/** What is kept of the answer of a rule, beside its outcome. */
export interface KeptEvidence {
  readonly message: string
  readonly items: readonly { readonly subject: string; readonly expression: string; readonly value: string; readonly source: string }[]
  readonly exception: { readonly owner: string; readonly reason: string; readonly expires: string } | null
}

/** Results of one rule that are kept with their evidence; the rest is counted. */
export const KEPT_RESULTS = 20
const KEPT_ITEMS = 100
const MAX_TEXT = 500

/** What fails comes before what is not known, and that before what an exception covers. */
export function keptEvidence({ results }: PolicyRuleReport): KeptEvidence {
  const ordered = [...results].sort((a, b) => order(a) - order(b))
  const [first] = ordered
  const excepted = ordered.find(({ exception }) => exception !== undefined)?.exception
  const others = ordered.filter(({ outcome, exception }) => outcome === first?.outcome && exception === undefined).length - 1
  return {
    message: first === undefined ? '' : cut(others > 0 ? `${messageOf(first)}, and ${others} more` : messageOf(first)),
    items: ordered.slice(0, KEPT_RESULTS).flatMap(itemsOf).slice(0, KEPT_ITEMS),
    exception: excepted === undefined ? null : { owner: excepted.owner, reason: excepted.reason, expires: excepted.expires },
  }
}

/** What a rule says of its subject is no help where the subject itself is not known. */
function messageOf({ outcome, message, missing }: PolicyResult): string {
  return outcome === 'unknown' ? `not known: ${missing.join(', ')}` : message
}

function order({ outcome, exception }: PolicyResult): number {
  if (exception !== undefined) return 2
  return outcome === 'fail' ? 0 : 1
}

function itemsOf({ name, missing, deciding, evidence }: PolicyResult): KeptEvidence['items'] {
  const subject = cut(name)
  const items = [
    ...missing.map((reason) => ({ subject, expression: 'missing', value: cut(reason), source: '' })),
    ...deciding.map(({ expression, value }) => ({ subject, expression: cut(expression), value: cut(value), source: '' })),
    ...evidence.map(({ field, value, places }) => ({ subject, expression: field, value: cut(value), source: placeText(places[0]) })),
  ]
  return items.length > 0 ? items : [{ subject, expression: '', value: '', source: '' }]
}

function placeText(place: PolicyPlace | undefined): string {
  if (place === undefined) return ''
  const { path, line, url = '' } = place
  return cut(path === undefined ? url : line === undefined ? path : `${path}:${line}`)
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text
}

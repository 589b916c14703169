import type { Problem } from '@cupel/model'
import type { VexIdentity, VexStatement } from './statement.ts'
import { evaluableRange } from './version-range.ts'
import type { EvaluableRange, VexRange } from './version-range.ts'
import type { VexDocument } from './vex-document.ts'

/**
 * Makes the version ranges of a document ready to be evaluated; without this they hold nothing. One that cannot be evaluated
 * stays as it is and is a Problem, with the line of the first statement that has it.
 */
export async function loadVexRanges(document: VexDocument): Promise<VexDocument> {
  const lines = new Map<VexRange, VexStatement>()
  for (const statement of document.statements) {
    for (const range of statement.products.flatMap((one) => [one, ...one.subcomponents]).flatMap((one) => one.ranges ?? [])) {
      if (!lines.has(range)) lines.set(range, statement)
    }
  }
  if (lines.size === 0) return document
  const loaded = new Map<string, EvaluableRange | string>()
  const problems: Problem[] = []
  for (const [range, { source: path, line, format }] of lines) {
    const key = keyOf(range)
    if (loaded.has(key)) continue
    const result = await evaluableRange(range)
    loaded.set(key, result)
    if (typeof result !== 'string') continue
    const detail = `the version range ${shown(range.text)} cannot be evaluated (${result}); what is said of it is not applied`
    problems.push({ code: 'version-uncomparable', effect: 'note', path, ...(line > 0 && { line }), detail, by: format })
  }
  const withRanges = <T extends VexIdentity>(identity: T): T =>
    identity.ranges === undefined
      ? identity
      : {
          ...identity,
          ranges: identity.ranges.map((range) => {
            const result = loaded.get(keyOf(range))
            return result === undefined || typeof result === 'string' ? range : { ...range, evaluable: result }
          }),
        }
  const statements = document.statements.map((statement) => ({
    ...statement,
    products: statement.products.map((product) => ({ ...withRanges(product), subcomponents: product.subcomponents.map(withRanges) })),
  }))
  return { ...document, statements, problems: [...document.problems, ...problems] }
}

function keyOf({ type, text }: VexRange): string {
  return `${type} ${text}`
}

/** At most 80 characters, none of which a terminal obeys. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text).replace(/[^\x20-\x7e…]/g, '?')
}

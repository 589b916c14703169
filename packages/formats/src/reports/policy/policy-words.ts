import type { PolicyPackReport, PolicyPlace, PolicyResult, PolicyRuleReport, RuleOutcome } from '@cupel/model'
import { oneLine, printable } from '../text/printable.ts'

export const OUTCOME_WORDS: Readonly<Record<RuleOutcome, string>> = {
  pass: 'kept',
  fail: 'not kept',
  unknown: 'unknown',
  'not-applicable': 'not applicable',
}

/** Rules that people should look at: what is not kept first, then what could not be answered. */
export function openRules({ rules }: PolicyPackReport): readonly PolicyRuleReport[] {
  const open = rules.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')
  return [...open.filter(({ outcome }) => outcome === 'fail'), ...open.filter(({ outcome }) => outcome === 'unknown')]
}

/** Results that count, failures first. */
export function openResults({ results }: PolicyRuleReport): readonly PolicyResult[] {
  const open = results.filter(({ exception }) => exception === undefined)
  return [...open.filter(({ outcome }) => outcome === 'fail'), ...open.filter(({ outcome }) => outcome === 'unknown')]
}

/** `3 rules not kept, 1 unknown, 12 kept`. */
export function ruleCounts({ rules }: PolicyPackReport): string {
  const parts = (['fail', 'unknown', 'pass', 'not-applicable'] as const).flatMap((outcome) => {
    const count = rules.filter((rule) => rule.outcome === outcome).length
    return count === 0 ? [] : [`${count} ${OUTCOME_WORDS[outcome]}`]
  })
  const excepted = rules.reduce((sum, { counts }) => sum + counts.excepted, 0)
  return [...parts, ...(excepted === 0 ? [] : [`${excepted} ${excepted === 1 ? 'exception' : 'exceptions'}`])].join(', ')
}

/** What decided, with the values read and where they stand. */
export function becauseText({ deciding, evidence }: PolicyResult): string {
  const decided = deciding.map(({ expression, value }) => `${oneLine(expression)} is ${oneLine(value)}`)
  const read = evidence.map(({ field, value, places }) => {
    const [place] = places
    const where = place === undefined ? '' : ` (${placeText(place)})`
    return `${oneLine(field)} = ${oneLine(value)}${where}`
  })
  return [...decided, ...read].join('; ')
}

export function placeText({ path, line, url }: PolicyPlace): string {
  if (path === undefined) return printable(url ?? '')
  return `${printable(path)}${line === undefined ? '' : `:${line}`}`
}

/** `osps-baseline OSPS-VM-05.02, ssdf RV.2.2`. */
export function mappingText({ mappings }: PolicyRuleReport): string {
  return Object.entries(mappings)
    .map(([standard, ids]) => `${printable(standard)} ${ids.map(printable).join(' ')}`)
    .join(', ')
}

/** Exceptions that cover something, and rules that an overlay has switched off: told wherever a verdict is. */
export function waivedText(pack: PolicyPackReport): readonly string[] {
  const excepted = pack.rules.flatMap(({ id, results }) =>
    results.flatMap(({ name, outcome, exception }) =>
      exception === undefined
        ? []
        : [
            `${printable(id)} for ${oneLine(name)} (${OUTCOME_WORDS[outcome]}): ${oneLine(exception.reason)}; ${oneLine(exception.owner)}, until ${exception.expires} (${printable(exception.source)}:${exception.line})`,
          ],
    ),
  )
  const disabled = pack.disabled.map(
    ({ id, reason, source, line }) => `${printable(id)} is switched off: ${oneLine(reason)} (${printable(source)}:${line})`,
  )
  return [...excepted, ...disabled, ...pack.notes.map(oneLine)]
}

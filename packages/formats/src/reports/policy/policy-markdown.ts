import type { PolicyPackReport, PolicyReport, PolicyRuleReport } from '@cupel/model'
import { mdCode, mdText } from '../text/markdown-text.ts'
import { becauseText, mappingText, openResults, openRules, OUTCOME_WORDS, placeText, ruleCounts, waivedText } from './policy-words.ts'

const MARKS = { pass: '✅', fail: '❌', unknown: '⚠️', 'not-applicable': '➖' } as const
/** Forges refuse very long comments. */
const MAX_ROWS = 60
const MAX_REASONS = 10

/** What packs say, for comments on pull requests; empty when nothing was judged. */
export function policyMarkdown(report: PolicyReport | undefined): string {
  return (report?.packs ?? []).map(packSection).join('\n\n')
}

function packSection(pack: PolicyPackReport): string {
  const notes = waivedText(pack)
  return [
    `## ${MARKS[pack.outcome]} Policy ${mdText(pack.id)} ${mdText(pack.version)}: ${OUTCOME_WORDS[pack.outcome]}`,
    `${mdText(pack.title)}: ${ruleCounts(pack)}. ${mdCode(pack.digest.slice(0, 19))}`,
    ruleTable(openRules(pack)),
    reasons(openRules(pack)),
    notes.length === 0 ? '' : ['**Excepted**', '', ...notes.slice(0, MAX_ROWS).map((note) => `- ${mdText(note)}`)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function ruleTable(rules: readonly PolicyRuleReport[]): string {
  if (rules.length === 0) return ''
  const rows = rules.flatMap((rule) => openResults(rule).map((result) => ({ rule, result })))
  const shown = rows.slice(0, MAX_ROWS).map(({ rule, result }) => {
    const text = result.outcome === 'fail' ? result.message : `not known: ${result.missing.join('; ')}`
    const place = result.evidence.flatMap(({ places }) => places)[0]
    const where = place === undefined ? '' : mdCode(placeText(place), { table: true })
    return `| ${MARKS[result.outcome]} | ${mdCode(rule.id, { table: true })} | ${rule.severity} | ${mdText(text)} | ${where} |`
  })
  const left = rows.length - shown.length
  return [
    '| | Rule | Severity | What | Place |',
    '|---|---|---|---|---|',
    ...shown,
    ...(left > 0 ? ['', `${left} more in the other formats.`] : []),
  ].join('\n')
}

function reasons(rules: readonly PolicyRuleReport[]): string {
  if (rules.length === 0) return ''
  const parts = rules.slice(0, MAX_REASONS).map((rule) => {
    const [result] = openResults(rule)
    const mapped = mappingText(rule)
    return [
      `- ${mdCode(rule.id)}: ${mdText(rule.remediation)}`,
      ...(result === undefined ? [] : [`  - because ${mdText(becauseText(result))}`]),
      ...(mapped === '' ? [] : [`  - ${mdText(mapped)}`]),
    ].join('\n')
  })
  return ['<details>', '<summary>What to do, and why</summary>', '', ...parts, '', '</details>'].join('\n')
}

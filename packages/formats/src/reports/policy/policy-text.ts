import type { PolicyPackReport, PolicyReport, PolicyRuleReport } from '@cupel/model'
import type { ReportOptions } from '../../report-format.ts'
import { asciiOnly } from '../table/ascii.ts'
import { indented } from '../table/finding-block.ts'
import { tableStyle } from '../table/style.ts'
import type { TableStyle } from '../table/style.ts'
import { oneLine, printable } from '../text/printable.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import { becauseText, mappingText, openResults, openRules, OUTCOME_WORDS, ruleCounts, waivedText } from './policy-words.ts'

/** The other formats have all of them. */
const MAX_RESULTS = 5

export interface PolicyTextOptions extends ReportOptions {
  /** Every result with what decided it, and rules that are kept too. */
  readonly all?: boolean
}

/** What packs say, for people at a terminal. */
export function policyText(report: PolicyReport, options: PolicyTextOptions = {}): string {
  const style = tableStyle(options)
  const text = disarmCommands(`${policyBlock(report, style, options.all).join('\n')}\n`)
  return options.unicode === false ? asciiOnly(text) : text
}

/** The same as lines of a table report; empty when nothing was judged. */
export function policyBlock(report: PolicyReport | undefined, style: TableStyle, all = false): readonly string[] {
  return (report?.packs ?? []).flatMap((pack, at) => [...(at > 0 ? [''] : []), ...packLines(pack, style, all)])
}

function packLines(pack: PolicyPackReport, style: TableStyle, all: boolean): readonly string[] {
  const rules = all ? pack.rules : openRules(pack)
  const notes = waivedText(pack)
  return [
    style.bold(`Policy ${printable(pack.id)} ${printable(pack.version)}: ${OUTCOME_WORDS[pack.outcome]}`) +
      style.dim(` (${ruleCounts(pack)})`),
    ...rules.flatMap((rule) => ruleLines(rule, style, all)),
    ...(notes.length === 0 ? [] : ['  Excepted', ...notes.flatMap((note) => indented(note, 4, style).map(style.dim))]),
  ]
}

function ruleLines(rule: PolicyRuleReport, style: TableStyle, all: boolean): readonly string[] {
  const results = openResults(rule)
  const shown = all ? results : results.slice(0, MAX_RESULTS)
  const paint = rule.outcome === 'fail' ? style.bad : rule.outcome === 'unknown' ? style.warn : style.dim
  const head = `${OUTCOME_WORDS[rule.outcome]}  ${printable(rule.id)} (${rule.severity}): ${oneLine(rule.title)}`
  return [
    ...indented(head, 2, style).map(paint),
    ...shown.flatMap((result) => [
      ...indented(
        result.outcome === 'fail'
          ? oneLine(result.message)
          : `${oneLine(result.name)}: not known: ${result.missing.map(oneLine).join('; ')}`,
        4,
        style,
      ),
      ...(all || results.length === 1 ? indented(becauseText(result), 6, style).map(style.dim) : []),
    ]),
    ...(results.length > shown.length ? [`    and ${results.length - shown.length} more`] : []),
    ...(results.length > 0 ? indented(`${style.arrow} ${oneLine(rule.remediation)}`, 4, style) : []),
    ...(all && Object.keys(rule.mappings).length > 0 ? indented(mappingText(rule), 4, style).map(style.dim) : []),
  ]
}

import { createHash } from 'node:crypto'
import type { PolicyReport, PolicyResult, PolicyRuleReport, RuleSeverity } from '@cupel/model'
import { sarifLocation } from '../sarif/location.ts'
import { mdText } from '../text/markdown-text.ts'
import { oneLine, printable } from '../text/printable.ts'
import { becauseText, mappingText, openRules } from './policy-words.ts'

const LEVELS: Readonly<Record<RuleSeverity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}

/** Rules (§3.49) of packs that have results, to stand after `before` other rules, and the results (§3.27) of them. */
export function sarifPolicy(
  report: PolicyReport | undefined,
  { before, anySuppressed }: { readonly before: number; readonly anySuppressed: boolean },
): { readonly rules: readonly unknown[]; readonly results: readonly unknown[] } {
  const open = (report?.packs ?? []).flatMap((pack) => openRules(pack).map((rule) => ({ id: `${pack.id}/${rule.id}`, rule })))
  return {
    rules: open.map(({ id, rule }) => ruleOf(id, rule)),
    results: open.flatMap(({ id, rule }, at) =>
      rule.results.map((result) => resultOf(result, { id, rule, ruleIndex: before + at, anySuppressed })),
    ),
  }
}

function ruleOf(id: string, rule: PolicyRuleReport): unknown {
  const title = oneLine(rule.title)
  const text = [title, oneLine(rule.remediation), mappingText(rule)].filter((part) => part !== '').join('\n')
  const tags = [
    'policy',
    ...Object.entries(rule.mappings).flatMap(([standard, ids]) => ids.map((one) => `${printable(standard)}/${printable(one)}`)),
  ]
  return {
    id: printable(id),
    name: 'PolicyRule',
    shortDescription: { text: title },
    help: { text, markdown: mdText(text) },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: tags.slice(0, 20) },
  }
}

interface Place {
  readonly id: string
  readonly rule: PolicyRuleReport
  readonly ruleIndex: number
  readonly anySuppressed: boolean
}

/** What could not be answered is no failure and no pass: `open` (§3.27.9). */
function resultOf(result: PolicyResult, { id, rule, ruleIndex, anySuppressed }: Place): unknown {
  const places = result.evidence
    .flatMap((one) => one.places)
    .flatMap(({ path, line }) => (path === undefined ? [] : [{ path, ...(line !== undefined && { line }) }]))
  const failed = result.outcome === 'fail'
  const what = failed ? oneLine(result.message) : `${oneLine(result.name)}: not known: ${result.missing.map(oneLine).join('; ')}`
  const because = becauseText(result)
  const { exception } = result
  return {
    ruleId: printable(id),
    ruleIndex,
    kind: failed ? 'fail' : 'open',
    level: failed ? LEVELS[rule.severity] : 'none',
    message: { text: because === '' ? what : `${what}\n${because}` },
    locations: (places.length === 0 ? [{ path: rule.source.includes('.') ? rule.source : '.' }] : places.slice(0, 1)).map(sarifLocation),
    partialFingerprints: {
      'cupelPolicy/v1': createHash('sha256').update(`${id}\n${result.subject}`).digest('hex').slice(0, 32),
    },
    ...(anySuppressed && {
      suppressions:
        exception === undefined
          ? []
          : [
              {
                kind: 'external',
                status: 'accepted',
                justification: `${oneLine(exception.reason)} (${oneLine(exception.owner)}, until ${exception.expires})`,
              },
            ],
    }),
  }
}

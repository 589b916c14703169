import type { PolicyPackReport, PolicyReport, PolicyResult, PolicyRuleReport } from '@cupel/model'
import { html } from '../html/escape.ts'
import { htmlPage } from '../html/page.ts'
import { REPORT_STYLE } from '../html/style.ts'
import { oneLine } from '../text/printable.ts'
import { becauseText, mappingText, openResults, OUTCOME_WORDS, ruleCounts, waivedText } from './policy-words.ts'

const MAX_RESULTS = 200
const TITLES = { pass: 'Kept', fail: 'Not kept', unknown: 'Unknown', 'not-applicable': 'Not applicable' } as const

/** What packs say as sections of a page; empty when nothing was judged. */
export function policySections(report: PolicyReport | undefined): string {
  return (report?.packs ?? []).map(packSection).join('\n')
}

/** The same as a page of its own that asks nobody for anything. */
export function policyHtml(projects: readonly { readonly name: string; readonly policy: PolicyReport }[]): string {
  const parts = projects.map(({ name, policy }) => {
    const shade = policy.outcome === 'not-applicable' ? 'pass' : policy.outcome
    return `<header class="${shade}"><p class="target">${html(oneLine(name))}</p><h1>${TITLES[policy.outcome]}</h1></header>\n${policySections(policy)}`
  })
  return htmlPage({ title: 'cupel policy', style: REPORT_STYLE, body: `<main>\n${parts.join('\n')}\n</main>` })
}

function packSection(pack: PolicyPackReport): string {
  const notes = waivedText(pack).map((note) => `<li>${html(note)}</li>`)
  const id = `policy-${html(pack.id)}`
  return `<section aria-labelledby="${id}">
<h2 id="${id}">Policy ${html(oneLine(pack.title))}: ${OUTCOME_WORDS[pack.outcome]}</h2>
<p>${html(pack.id)} ${html(pack.version)}, ${html(ruleCounts(pack))}; <code>${html(pack.digest)}</code></p>
<ul class="problems">
${pack.rules.map(ruleItem).join('\n')}
</ul>
${notes.length === 0 ? '' : `<h3>Excepted</h3>\n<ul>${notes.join('')}</ul>`}
</section>`
}

function ruleItem(rule: PolicyRuleReport): string {
  const results = openResults(rule)
  const head = `<strong>${OUTCOME_WORDS[rule.outcome]}</strong> <code>${html(rule.id)}</code> (${rule.severity}): ${html(oneLine(rule.title))}`
  const mapped = mappingText(rule)
  if (results.length === 0) return `<li>${head}</li>`
  const left = results.length - MAX_RESULTS
  return `<li class="${rule.outcome === 'fail' ? 'incomplete' : 'note'}">${head}
<ul>${results.slice(0, MAX_RESULTS).map(resultItem).join('')}</ul>
${left > 0 ? `<p>${left} more in the JSON report.</p>` : ''}<p>${html(oneLine(rule.remediation))}</p>${mapped === '' ? '' : `<p class="target">${html(mapped)}</p>`}</li>`
}

function resultItem(result: PolicyResult): string {
  const because = becauseText(result)
  const text =
    result.outcome === 'fail' ? oneLine(result.message) : `${oneLine(result.name)}: not known: ${result.missing.map(oneLine).join('; ')}`
  return `<li>${html(text)}${because === '' ? '' : `<details><summary>Why</summary><p>${html(because)}</p></details>`}</li>`
}

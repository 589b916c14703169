import type { Component, Problem, ScanReport } from '@cupel/model'
import { counted, directText, indexText, placeText, problemPlace, provenanceText } from '../text/finding-text.ts'
import { nextStep } from '../text/next-step.ts'
import { oneLine } from '../text/printable.ts'
import { html } from './escape.ts'

const SAID = { pass: 'Pass', fail: 'Fail', unknown: 'Unknown' } as const
/** More rows make pages that no browser likes; the JSON inside has all of them. */
const MAX_COMPONENTS = 5000

/** The first screen: what was scanned, the verdict with its reasons, the next step, and what was counted. */
export function verdictSection(report: ScanReport): string {
  const { verdict, target, summary, index } = report
  const reasons = verdict.reasons.map((reason) => `<li>${html(oneLine(reason))}</li>`).join('')
  const severities = (['critical', 'high', 'unknown', 'medium', 'low'] as const)
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `<li><span class="badge ${severity}">${summary.bySeverity[severity]} ${severity}</span></li>`)
  if (summary.knownExploited > 0) severities.push(`<li><span class="badge malware">${summary.knownExploited} known exploited</span></li>`)
  const starter =
    index.kind === 'starter' ? '<p class="warning">Only the built-in starter set was asked: most advisories are not in it.</p>' : ''
  return `<header class="${verdict.outcome}">
<p class="target">${html(target.kind)} <strong>${html(target.name)}</strong></p>
<h1>${SAID[verdict.outcome]}</h1>
<ul class="reasons">${reasons}</ul>
<p class="next"><strong>Next:</strong> ${html(nextStep(report))}</p>
${severities.length === 0 ? '' : `<ul class="counts">${severities.join('')}</ul>`}
<p>${counted(summary.components, 'component')} in ${counted(summary.files, 'file')}; ${html(indexText(index))}.</p>${report.provenance === undefined ? '' : `\n<p>${html(provenanceText(report))}.</p>`}
${starter}
</header>`
}

export function problemSection(problems: readonly Problem[]): string {
  if (problems.length === 0) return ''
  const items = problems.map((one) => {
    const place = problemPlace(one)
    const hint = one.hint === undefined ? '' : ` <em>${html(oneLine(one.hint))}</em>`
    return `<li class="${one.effect}"><strong>${one.effect === 'note' ? 'Note' : 'Incomplete'}</strong> ${place === '' ? '' : `<code>${html(place)}</code> `}${html(oneLine(one.detail))}.${hint}</li>`
  })
  return `<section aria-labelledby="problems-title"><h2 id="problems-title">Problems</h2><ul class="problems">${items.join('')}</ul></section>`
}

export function coverageSection({ coverage }: ScanReport): string {
  if (coverage.length === 0) return ''
  const items = coverage.map((one) => {
    const skipped = one.skipped.map(({ what, count }) => `, ${count} skipped: ${html(what)}`).join('')
    const unknown = one.unknown.length === 0 ? '' : `, not understood: ${html(one.unknown.join(', '))}`
    const version = one.formatVersion === '' ? '' : ` ${html(one.formatVersion)}`
    return `<li class="${one.state}"><code>${html(one.path)}</code> ${html(one.format)}${version}: ${one.state}, ${counted(one.packages, 'package')}${skipped}${unknown}</li>`
  })
  return `<section aria-labelledby="files-title"><h2 id="files-title">Files</h2><details><summary>${counted(coverage.length, 'file')} known by name</summary><ul>${items.join('')}</ul></details></section>`
}

export function componentSection(components: readonly Component[]): string {
  if (components.length === 0) return ''
  const items = components.slice(0, MAX_COMPONENTS).map((one) => {
    const facts = [...one.scopes, directText(one.direct), ...one.licenses].filter((fact) => fact !== '').join(', ')
    const place = one.evidence[0]
    return `<li><strong>${html(one.name)}</strong> ${html(one.version)} <span class="none">${html(facts)}</span>${place === undefined ? '' : ` <code>${html(placeText(place))}</code>`}</li>`
  })
  const more = components.length - items.length
  const rest = more > 0 ? `<p>${more} more are in the data of this page.</p>` : ''
  return `<section aria-labelledby="components-title"><h2 id="components-title">Components</h2><details><summary>${counted(components.length, 'component')}</summary><ul>${items.join('')}</ul>${rest}</details></section>`
}

import type { AssessmentReport } from '@cupel/model'
import { html } from '../html/escape.ts'
import { htmlPage } from '../html/page.ts'
import { problemSection } from '../html/sections.ts'
import { oneLine, printableJson } from '../text/printable.ts'
import { ASSESSMENT_STYLE } from './assessment-style.ts'
import { checkSection } from './check-section.ts'
import { claimSection, figureSection, standardSection, stepSection, unseenSection } from './page-sections.ts'
import { trendSection } from './trend-section.ts'

export interface AssessmentPageOptions {
  /** Earlier reports of the same project; in any order. */
  readonly earlier?: readonly AssessmentReport[]
}

/**
 * The assessment as one file that opens anywhere and asks nobody for anything: no script, a style fixed by its digest. Everything can
 * be reached by keyboard, since what folds is plain `details`. The whole report is inside as JSON.
 */
export function assessmentHtml(report: AssessmentReport, { earlier = [] }: AssessmentPageOptions = {}): string {
  const { project, score } = report
  const shown = score < 0 ? 'no score' : `${score.toFixed(1)} of 10`
  return htmlPage({
    title: `cupel assess: ${shown} — ${oneLine(project.name)}`,
    style: ASSESSMENT_STYLE,
    body: `<a class="skip" href="#checks">Skip to checks</a>
${head(report)}
<main>
${[
  stepSection(report),
  checkSection(report.checks),
  unseenSection(report),
  ...report.standards.map(standardSection),
  claimSection(report.claims),
  trendSection([...earlier, report]),
  figureSection(report),
  problemSection(report.problems),
]
  .filter((section) => section !== '')
  .join('\n')}
</main>
<footer><p>Written by cupel ${html(report.tool.version)}. Ages are counted from ${html(report.asOf)}.</p></footer>
<script type="application/json" id="report-data">${jsonIsland(report)}</script>`,
  })
}

function head({ project, score, reading, summary }: AssessmentReport): string {
  const shade = score < 0 ? 'unknown' : score >= 8 ? 'pass' : score >= 5 ? 'unknown' : 'fail'
  const figure = score < 0 ? '<p class="score">?</p>' : `<p class="score">${score.toFixed(1)} <small>of 10</small></p>`
  const name = html(oneLine(project.name))
  const linked = project.url.startsWith('https://') ? `<a href="${html(project.url)}">${name}</a>` : name
  const parts = [
    `${summary.scored} checks scored`,
    `${summary.byClone} by the clone alone`,
    `${summary.inconclusive} without a score`,
    `${summary.partlySeen} seen in part`,
    `${summary.contradictedClaims} claims contradicted`,
  ]
  return `<header class="${shade}">
<h1>${linked}</h1>
${figure}
<p>${parts.join(' · ')}</p>
<p class="target">${project.commit === '' ? 'No commit' : `Commit <code>${html(project.commit)}</code>`}${reading === 'cupel' ? '' : ' · rules of Scorecard 5'}</p>
</header>`
}

/** Compact, with every `<` escaped, so that no text inside can end the element. */
function jsonIsland(report: AssessmentReport): string {
  return printableJson(JSON.stringify(report)).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026')
}

import { html } from '../html/escape.ts'
import { htmlPage } from '../html/page.ts'
import { oneLine } from '../text/printable.ts'
import { ASSESSMENT_STYLE } from './assessment-style.ts'
import { scoreText } from './evidence-text.ts'
import type { PortfolioRow, PortfolioSummary } from './portfolio-summary.ts'

/** More rows make pages that no browser likes; the JSON beside it has all of them. */
const MAX_ROWS = 5000

/** The portfolio as one page without script: distribution, the checks that fail most, and the projects, worst first. */
export function portfolioHtml(summary: PortfolioSummary): string {
  const most = Math.max(1, ...summary.distribution)
  const bins = summary.distribution.map(
    (count, at) =>
      `<tr><th scope="row">${at} to ${at === 9 ? 10 : `${at}.9`}</th><td><meter min="0" max="${most}" value="${count}" aria-hidden="true"></meter> ${count}</td></tr>`,
  )
  const checks = summary.checks.map(
    ({ id, scored, mean }) =>
      `<tr><th scope="row">${html(id)}</th><td>${mean === null ? '?' : mean.toFixed(1)}</td><td>${scored}</td></tr>`,
  )
  const rows = summary.rows.slice(0, MAX_ROWS).map(row)
  const more = summary.rows.length - rows.length
  return htmlPage({
    title: `cupel assess: ${summary.projects} projects`,
    style: ASSESSMENT_STYLE,
    body: `<a class="skip" href="#projects">Skip to projects</a>
<header class="unknown"><h1>${summary.projects} projects</h1>
<p>${summary.assessed} assessed · ${summary.failed} failed · ${summary.unscored} without a score · ${summary.incomplete} not read in full</p>
<p>Mean ${summary.mean?.toFixed(1) ?? '?'} · median ${summary.median?.toFixed(1) ?? '?'}</p></header>
<main>
<section aria-labelledby="spread-title"><h2 id="spread-title">Distribution</h2><table><thead><tr><th scope="col">Score</th><th scope="col">Projects</th></tr></thead><tbody>${bins.join('')}</tbody></table></section>
<section aria-labelledby="checks-title"><h2 id="checks-title">Checks</h2><table><thead><tr><th scope="col">Check</th><th scope="col">Mean</th><th scope="col">Projects with a score</th></tr></thead><tbody>${checks.join('')}</tbody></table></section>
<section id="projects" aria-labelledby="projects-title"><h2 id="projects-title">Projects, worst first</h2><table><thead><tr><th scope="col">Score</th><th scope="col">Project</th><th scope="col">Commit</th><th scope="col">Notes</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>${more > 0 ? `<p>${more} more are in summary.json.</p>` : ''}</section>
</main>
<footer><p>Written by cupel ${html(summary.tool.version)}.</p></footer>`,
  })
}

function row({ outcome, target, name, file, commit, score, contradictedClaims, unread, error }: PortfolioRow): string {
  const label = html(oneLine(outcome === 'failed' ? target : name))
  const link = file === '' ? label : `<a href="${html(file)}">${label}</a>`
  const notes = [
    ...(outcome === 'failed' ? [`failed: ${error}`] : []),
    ...(contradictedClaims === 0 ? [] : [`${contradictedClaims} claims contradicted`]),
    ...(unread === 0 ? [] : [`${unread} not read`]),
  ]
  return `<tr><td>${scoreText(score)}</td><td>${link}</td><td><code>${html(commit.slice(0, 12))}</code></td><td>${html(oneLine(notes.join('; ')))}</td></tr>`
}

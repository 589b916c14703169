import type { ScanReport } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { html } from './html/escape.ts'
import { findingRows } from './html/finding-rows.ts'
import { htmlPage } from './html/page.ts'
import { REPORT_SCRIPT } from './html/script.ts'
import { componentSection, coverageSection, problemSection, verdictSection } from './html/sections.ts'
import { REPORT_STYLE } from './html/style.ts'
import { policySections } from './policy/policy-html.ts'
import { orderedReport } from './json/ordered-report.ts'
import { oneLine, printableJson } from './text/printable.ts'

/**
 * One file that opens anywhere and asks nobody for anything: its policy allows only the style and the script that are in it,
 * by digest. The table is there without script; the script sorts and searches. The whole result is inside as JSON.
 */
export default defineReport({
  id: 'html',
  title: 'A page for people, in one file',
  media: 'text/html',
  extension: 'html',
  write: page,
})

function page(report: ScanReport): string {
  return htmlPage({
    title: `cupel: ${report.verdict.outcome} — ${oneLine(report.target.name)}`,
    style: REPORT_STYLE,
    script: REPORT_SCRIPT,
    body: `<a class="skip" href="#findings">Skip to findings</a>
${verdictSection(report)}
<main>
${findingSection(report)}
${policySections(report.policy)}
${problemSection(report.problems)}
${coverageSection(report)}
${componentSection(report.components)}
</main>
<footer><p>Written by cupel ${html(report.tool.version)}. Index ${html(report.index.digest || 'none')}.</p></footer>
<script type="application/json" id="report-data">${jsonIsland(report)}</script>
<script>${REPORT_SCRIPT}</script>`,
  })
}

function findingSection({ findings }: ScanReport): string {
  if (findings.length === 0)
    return '<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2><p>None.</p></section>'
  const columns = [
    ['rank', 'Rank'],
    ['severity', 'Severity'],
    ['package', 'Package'],
    ['advisory', 'Advisory'],
    ['exploited', 'Exploited'],
    ['state', 'State'],
  ]
  const head = columns.map(
    ([key, label]) =>
      `<th scope="col" role="columnheader" data-key="${key}"${key === 'rank' ? ' aria-sort="descending"' : ''}>${label}</th>`,
  )
  return `<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
<div class="tools" id="tools" hidden>
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label>
<label>Severity <select id="by-severity"><option value="">all</option><option>malware</option><option>critical</option><option>high</option><option>unknown</option><option>medium</option><option>low</option><option>none</option></select></label>
<label>State <select id="by-state"><option value="">all</option><option value="open">counts</option><option value="closed">ignored</option></select></label>
<button type="button" id="expand">Open all details</button>
<p id="shown" role="status" aria-live="polite"></p>
</div>
<table role="table" id="finding-table" aria-labelledby="findings-title">
<thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead>
${findings.map(findingRows).join('\n')}
</table>
</section>`
}

/** Compact, with every `<` escaped, so that no text inside can end the element. */
function jsonIsland(report: ScanReport): string {
  return printableJson(JSON.stringify(orderedReport(report)))
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
}

import type { CheckReport, ProbeAnswer } from '@cupel/model'
import { html } from '../html/escape.ts'
import { oneLine } from '../text/printable.ts'
import { scoreText } from './evidence-text.ts'
import { placeList } from './place-html.ts'

/** Every check with its evidence folded below it. */
export function checkSection(checks: readonly CheckReport[]): string {
  if (checks.length === 0) return ''
  return `<section id="checks" aria-labelledby="checks-title"><h2 id="checks-title">Checks</h2>
<table class="checks" aria-labelledby="checks-title">
<thead><tr><th scope="col">Score</th><th scope="col">Check</th><th scope="col">Risk</th><th scope="col">Why</th></tr></thead>
${checks.map(rows).join('\n')}
</table></section>`
}

function rows({ id, title, risk, score, reason, missing, answers }: CheckReport): string {
  const meter =
    score < 0
      ? ''
      : ` <meter min="0" max="10" low="5" high="8" optimum="10" value="${score}" aria-label="${html(id)}: ${score} of 10"></meter>`
  const unseen = missing.map(
    ({ detail, remedy }) => `<li><span class="outcome open">not seen</span> ${html(oneLine(detail))}: ${html(oneLine(remedy))}</li>`,
  )
  const list = [...unseen, ...answers.filter(({ outcome }) => outcome !== 'unknown').map(answerItem)]
  const more =
    list.length === 0
      ? ''
      : `<tr class="more"><td colspan="4"><details><summary>Evidence of ${html(id)}</summary><ul class="answers">${list.join('')}</ul></details></td></tr>`
  return `<tbody><tr><td data-label="Score"><strong>${scoreText(score)}</strong>${meter}</td><td data-label="Check"><strong>${html(id)}</strong><br><span class="note">${html(oneLine(title))}</span></td><td data-label="Risk">${html(risk)}</td><td data-label="Why">${html(oneLine(reason))}</td></tr>${more}</tbody>`
}

const SHADES: Readonly<Record<ProbeAnswer['outcome'], string>> = {
  true: 'fine',
  false: 'fine',
  'not-applicable': 'na',
  unknown: 'open',
  error: 'open',
}

/** A remedy stands with exactly those answers that are a fault. */
function answerItem({ outcome, message, places, remediation }: ProbeAnswer): string {
  const fault = remediation !== undefined
  const said = fault
    ? 'fault'
    : { true: 'fine', false: 'fine', 'not-applicable': 'not applicable', unknown: 'not seen', error: 'not understood' }[outcome]
  const link =
    remediation?.link !== undefined && remediation.link.startsWith('https://') ? ` <a href="${html(remediation.link)}">more</a>` : ''
  const remedy = fault
    ? `<p class="fix">${html(oneLine(remediation.text))} <span class="note">(${remediation.effort} effort)</span>${link}</p>`
    : ''
  return `<li><span class="outcome ${fault ? 'fault' : SHADES[outcome]}">${said}</span> ${html(oneLine(message))}${placeList(places)}${remedy}</li>`
}

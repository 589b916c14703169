import type { Step, VerificationItem, VerificationReport } from '@cupel/model'
import { html } from '../html/escape.ts'
import { htmlPage } from '../html/page.ts'
import { REPORT_STYLE } from '../html/style.ts'
import { oneLine } from '../text/printable.ts'
import { signerText } from './signer-text.ts'
import { innermostFailure } from './verification-text.ts'

const STEP_STYLE = `${REPORT_STYLE}
.steps,.steps ul{list-style:none;padding-left:1.2rem}.steps{padding-left:0}
.outcome{display:inline-block;min-width:6.5rem;font-weight:600}.outcome.failed{color:var(--bad)}.outcome.passed{color:var(--good)}.outcome.warned{color:var(--warn)}
.outcome.not-reached,.outcome.not-applicable{color:var(--dim)}article{border-top:2px solid var(--line);padding:.5rem 0}
@media(max-width:40rem){.steps ul{padding-left:.6rem}}
`

/** The verdict as one page that asks nobody for anything: no script, a style fixed by its digest. */
export function verificationHtml(report: VerificationReport): string {
  const { verdict, summary, trust } = report
  const shade = verdict.outcome === 'verified' ? 'pass' : verdict.outcome === 'refused' ? 'fail' : 'unknown'
  const title = { verified: 'Verified', refused: 'Refused', incomplete: 'Not all could be checked' }[verdict.outcome]
  const root =
    trust.root === '' ? '' : `<p>Trust root: ${shown(trust.root)}${trust.rootDate === '' ? '' : `, of ${shown(trust.rootDate)}`}</p>`
  return htmlPage({
    title: `cupel verify: ${title}`,
    style: STEP_STYLE,
    body: `<header class="${shade}"><h1>${title}</h1>
<p>${summary.verified} verified, ${summary.refused} refused, ${summary.warnings} with warnings.</p>
${trust.policy === '' ? '' : `<p>Judged by ${shown(trust.policy)}</p>`}${root}</header>
<main>
${report.items.map(article).join('\n')}
${problemList(report)}
</main>
<footer><p>Written by cupel ${html(report.tool.version)}.</p></footer>`,
  })
}

function shown(text: string): string {
  return html(oneLine(text))
}

function article(item: VerificationItem): string {
  const failure = item.outcome === 'refused' ? innermostFailure(item.step) : null
  const facts = [
    ...(failure === null ? [] : failureRows(failure)),
    ...item.signers.map((signer) => row('Signed by', signerText(signer))),
    ...item.times.map((time) => row('Time', time)),
    ...(item.vouchedBy.length === 0 ? [] : [row('Trusted as', item.vouchedBy.join(', '))]),
    ...Object.entries(item.digests).map(([name, value]) => row(name, value)),
  ]
  return `<article><h2>${item.outcome === 'verified' ? 'Verified' : 'Refused'}: ${shown(item.subject)}</h2>
<p class="target">${shown(item.kind)}</p><dl>${facts.join('')}</dl>
<details${failure === null ? '' : ' open'}><summary>Steps</summary><ul class="steps">${stepItem(item.step)}</ul></details></article>`
}

function failureRows({ title, reason, expected, found, remedy }: Step): readonly string[] {
  const rows = [row('Why', reason ?? title)]
  if (expected !== undefined) rows.push(row('Expected', expected))
  if (found !== undefined) rows.push(row('Found', found))
  if (remedy !== undefined) rows.push(row('What to do', remedy))
  return rows
}

function row(term: string, text: string): string {
  return `<dt>${shown(term)}</dt><dd>${shown(text)}</dd>`
}

function stepItem({ title, outcome, reason, expected, found, steps }: Step): string {
  const notes = [reason, expected === undefined ? undefined : `expected ${expected}`, found === undefined ? undefined : `found ${found}`]
  const text = notes.filter((note): note is string => note !== undefined).join('; ')
  const inner = steps.length === 0 ? '' : `<ul>${steps.map(stepItem).join('')}</ul>`
  const said = text === '' ? '' : `<span class="none">: ${shown(text)}</span>`
  return `<li><span class="outcome ${outcome}">${outcome.replace('-', ' ')}</span> ${shown(title)}${said}${inner}</li>`
}

function problemList({ problems }: VerificationReport): string {
  if (problems.length === 0) return ''
  const items = problems.map(({ effect, path, line, detail, hint = '' }) => {
    const place = `${path}${line === undefined ? '' : `:${line}`}`
    return `<li class="${effect}"><strong>${shown(place || 'run')}</strong> ${shown(detail)}${hint === '' ? '' : ` (${shown(hint)})`}</li>`
  })
  return `<section><h2>${problems.some(({ effect }) => effect === 'incomplete') ? 'Not checked' : 'Notes'}</h2><ul class="problems">${items.join('')}</ul></section>`
}

import type { AssessmentReport, ClaimReport, RequirementReport, StandardReport } from '@cupel/model'
import { html } from '../html/escape.ts'
import { counted } from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'
import { criticalityText, memorySafetyText } from './measure-block.ts'
import { nextSteps } from './next-steps.ts'
import { placeHtml, placeList } from './place-html.ts'
import { unseenByRemedy } from './unseen.ts'

export function stepSection(report: AssessmentReport): string {
  const items = nextSteps(report).map(({ helps, remedy, answer }) => {
    const link = remedy.link !== undefined && remedy.link.startsWith('https://') ? ` <a href="${html(remedy.link)}">more</a>` : ''
    return `<li>${shown(remedy.text)}${link} <span class="note">${shown(helps)} · ${remedy.effort} effort</span>${placeList((answer?.places ?? []).slice(0, 1))}</li>`
  })
  return section('next', 'Next steps', items.length === 0 ? '' : `<ol class="steps-next">${items.join('')}</ol>`)
}

export function unseenSection(report: AssessmentReport): string {
  const items = unseenByRemedy(report).map(({ remedy, what, details, checks, requirements }) => {
    const waiting = [...checks, ...(requirements === 0 ? [] : [counted(requirements, 'requirement')])].join(', ')
    const list = details.map((detail) => `<li>${shown(detail)}</li>`).join('')
    return `<li><strong>${shown(remedy)}</strong> <span class="note">${what}: ${shown(waiting)}</span><details><summary>What was looked for</summary><ul>${list}</ul></details></li>`
  })
  return section('unseen', 'Could not be seen', items.length === 0 ? '' : `<ul>${items.join('')}</ul>`)
}

const STATUS_SHADE: Readonly<Record<RequirementReport['status'], string>> = {
  met: 'fine',
  unmet: 'fault',
  'n/a': 'na',
  unknown: 'open',
  question: 'open',
}
const STATUS_TEXT: Readonly<Record<RequirementReport['status'], string>> = {
  met: 'met',
  unmet: 'unmet',
  'n/a': 'n/a',
  unknown: 'not seen',
  question: 'to answer',
}

export function standardSection({ id, title, version, reached, levels, requirements }: StandardReport): string {
  const bars = levels.map(
    (level) =>
      `<li>${shown(level.title)}: <meter min="0" max="100" low="50" high="99" optimum="100" value="${level.percent}" aria-label="${shown(level.title)}: ${level.percent} percent"></meter> ${level.percent} % (${level.fulfilled} of ${level.total})</li>`,
  )
  const items = requirements.map((one) => {
    const answered = one.basis === 'answer' ? ' <span class="note">(as the project answers)</span>' : ''
    const against = one.contradicted ? ' <strong>The answer and the evidence differ.</strong>' : ''
    const remedy = one.remediation === undefined ? '' : `<p class="fix">${shown(one.remediation.text)}</p>`
    const unseen = one.missing === undefined ? '' : `<p class="note">${shown(one.missing.detail)}: ${shown(one.missing.remedy)}</p>`
    return `<li><span class="outcome ${STATUS_SHADE[one.status]}">${STATUS_TEXT[one.status]}</span> <code>${shown(one.id)}</code> ${shown(one.title)} <span class="note">${one.category}</span>${answered}${against}${one.justification === '' ? '' : `<p class="note">${shown(one.justification)}</p>`}${placeList(one.places)}${unseen}${remedy}</li>`
  })
  const done = levels.find((level) => level.id === reached)?.title ?? 'none yet'
  return section(
    `standard-${id}`,
    `${title} ${version}`,
    `<p>Level reached: <strong>${shown(done)}</strong></p><ul>${bars.join('')}</ul><details><summary>${counted(requirements.length, 'requirement')}</summary><ul class="answers">${items.join('')}</ul></details>`,
  )
}

const VERDICT_SHADE: Readonly<Record<ClaimReport['verdict'], string>> = { holds: 'fine', contradicted: 'fault', unproven: 'open' }

export function claimSection(claims: readonly ClaimReport[]): string {
  const ordered = (['contradicted', 'unproven', 'holds'] as const).flatMap((wanted) => claims.filter(({ verdict }) => verdict === wanted))
  const items = ordered.map(
    ({ verdict, claim, message, stated, evidence }) =>
      `<li><span class="outcome ${VERDICT_SHADE[verdict]}">${verdict}</span> ${placeHtml(stated)} ${shown(claim)}: ${shown(message)}${placeList(evidence)}</li>`,
  )
  return section('claims', 'Claims', items.length === 0 ? '' : `<ul class="answers">${items.join('')}</ul>`)
}

export function figureSection({ criticality, memorySafety, slsa, forge }: AssessmentReport): string {
  const rows = [
    ...slsa.map(({ track, claimed, shown: level }) => [
      `SLSA ${track}`,
      `level ${level} shown, ${claimed === null ? 'none' : `level ${claimed}`} claimed`,
    ]),
    ...criticality.map((one) => ['Criticality', criticalityText(one)]),
    ...(memorySafety === null
      ? []
      : [
          ['Memory safety', memorySafetyText(memorySafety)],
          [
            'Languages',
            memorySafety.languages
              .map(({ language, lines, unsafeLines }) => `${language} ${lines} lines, ${unsafeLines} unguarded`)
              .join('; '),
          ],
        ]),
    ...(forge === null
      ? []
      : [['Forge', `${forge.calls} calls, ${forge.unchanged} unchanged, ${forge.retries} tried again, ${forge.pausedMs} ms paused`]]),
  ].filter(([, text]) => text !== '')
  const list = rows.map(([term = '', text = '']) => `<dt>${shown(term)}</dt><dd>${shown(text)}</dd>`).join('')
  return section('figures', 'Figures', list === '' ? '' : `<dl>${list}</dl>`)
}

function section(id: string, title: string, body: string): string {
  if (body === '') return ''
  const name = id.replace(/[^\w-]/g, '-')
  return `<section id="${name}" aria-labelledby="${name}-title"><h2 id="${name}-title">${shown(title)}</h2>${body}</section>`
}

function shown(text: string): string {
  return html(oneLine(text))
}

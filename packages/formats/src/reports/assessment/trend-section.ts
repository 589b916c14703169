import type { AssessmentReport } from '@cupel/model'
import { html } from '../html/escape.ts'

const WIDTH = 600
const HEIGHT = 160
const EDGE = 30

/** The score over time, drawn and as a table; nothing without an earlier report that has a score. */
export function trendSection(reports: readonly AssessmentReport[]): string {
  const points = reports.filter(({ score }) => score >= 0).sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0))
  if (points.length < 2) return ''
  const times = points.map(({ asOf }) => Date.parse(asOf) || 0)
  const first = Math.min(...times)
  const span = Math.max(1, Math.max(...times) - first)
  const places = points.map(({ score }, at) => {
    const x = EDGE + (((times[at] ?? 0) - first) / span) * (WIDTH - 2 * EDGE)
    return [x.toFixed(1), (HEIGHT - EDGE - (score / 10) * (HEIGHT - 2 * EDGE)).toFixed(1)] as const
  })
  const guides = [0, 5, 10].map((score) => {
    const y = (HEIGHT - EDGE - (score / 10) * (HEIGHT - 2 * EDGE)).toFixed(1)
    return `<line x1="${EDGE}" x2="${WIDTH - EDGE}" y1="${y}" y2="${y}"/><text x="4" y="${y}">${score}</text>`
  })
  const rows = points.map(
    ({ asOf, score, project }) =>
      `<tr><td>${html(asOf.slice(0, 10))}</td><td>${score.toFixed(1)}</td><td><code>${html(project.commit.slice(0, 12))}</code></td></tr>`,
  )
  return `<section id="trend" aria-labelledby="trend-title"><h2 id="trend-title">Trend</h2>
<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Score from ${points[0]?.score.toFixed(1)} to ${points.at(-1)?.score.toFixed(1)}">${guides.join('')}<polyline points="${places.map((place) => place.join(',')).join(' ')}"/>${places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3"/>`).join('')}</svg>
<table><thead><tr><th scope="col">Day</th><th scope="col">Score</th><th scope="col">Commit</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`
}

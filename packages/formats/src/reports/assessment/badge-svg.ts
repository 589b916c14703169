import type { AssessmentReport } from '@cupel/model'

const LABEL = 'cupel'
/** Contrast of white on each is over 4.5:1 (WCAG 2.2, 1.4.3). */
const COLOURS = { good: '#1a7f37', fair: '#8a5a00', poor: '#b3261e', none: '#57606a' } as const
const HEIGHT = 20
const CHARACTER = 7

/** The score as a badge of fixed size: no script, no font and no picture from elsewhere; its title says the score to screen readers. */
export function badgeSvg({ score }: Pick<AssessmentReport, 'score'>): string {
  const value = score < 0 ? 'unknown' : `${score.toFixed(1)} / 10`
  const colour = score < 0 ? COLOURS.none : score >= 8 ? COLOURS.good : score >= 5 ? COLOURS.fair : COLOURS.poor
  const [left, right] = [LABEL, value].map((text) => text.length * CHARACTER + 12) as [number, number]
  const said = score < 0 ? 'cupel assessment: no score' : `cupel assessment: ${score.toFixed(1)} of 10`
  const text = (at: number, shown: string): string => `<text x="${at}" y="14" textLength="${shown.length * CHARACTER - 2}">${shown}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" role="img" aria-label="${said}">
<title>${said}</title>
<clipPath id="r"><rect width="${left + right}" height="${HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="#32383f"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${colour}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">
${text(left / 2, LABEL)}
${text(left + right / 2, value)}
</g>
</svg>
`
}

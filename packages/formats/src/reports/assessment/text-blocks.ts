import type { AssessmentReport, ClaimReport, StandardReport } from '@cupel/model'
import { indented } from '../table/finding-block.ts'
import type { TableStyle } from '../table/style.ts'
import { counted } from '../text/finding-text.ts'
import { oneLine } from '../text/printable.ts'
import { evidenceText } from './evidence-text.ts'
import { nextSteps } from './next-steps.ts'
import { scoreBar } from './score-bar.ts'
import { unseenByRemedy } from './unseen.ts'

const MAX_CLAIMS = 20
const MAX_UNSEEN = 12

/** What could not be seen, under what would show it. */
export function unseenBlock(report: AssessmentReport, style: TableStyle): readonly string[] {
  const groups = unseenByRemedy(report)
  if (groups.length === 0) return []
  const lines = groups.slice(0, MAX_UNSEEN).flatMap(({ remedy, what, details, checks, requirements }) => {
    const counts = [...checks, ...(requirements === 0 ? [] : [counted(requirements, 'requirement')])].join(', ')
    const detail = details.length === 1 ? `: ${oneLine(details[0] ?? '')}` : ''
    return [
      ...indented(`${style.arrow} ${oneLine(remedy)}`, 2, style),
      ...indented(`${what}${style.dot}${oneLine(counts)}${detail}`, 4, style).map(style.dim),
    ]
  })
  if (groups.length > MAX_UNSEEN) lines.push(`  and ${groups.length - MAX_UNSEEN} more in the other formats`)
  return [style.bold('Could not be seen'), ...lines]
}

/** Each standard level by level; claimed and shown levels of SLSA apart. */
export function standardBlock({ standards, slsa }: AssessmentReport, style: TableStyle, ascii: boolean): readonly string[] {
  const lines = standards.flatMap((standard) => standardLines(standard, style, ascii))
  const tracks = slsa.flatMap(({ track, claimed, shown }) =>
    indented(`SLSA ${track}: level ${shown} shown, ${claimed === null ? 'none' : `level ${claimed}`} claimed`, 2, style),
  )
  return lines.length + tracks.length === 0 ? [] : [style.bold('Standards'), ...lines, ...tracks]
}

function standardLines(
  { title, version, reached, levels, requirements }: StandardReport,
  style: TableStyle,
  ascii: boolean,
): readonly string[] {
  const done = levels.find(({ id }) => id === reached)?.title ?? 'no level'
  const contradicted = requirements.filter((one) => one.contradicted).length
  const note = contradicted === 0 ? '' : `${style.dot}${counted(contradicted, 'answer')} against the evidence`
  const names = Math.max(0, ...levels.map((level) => level.title.length))
  return [
    ...indented(`${oneLine(title)} ${oneLine(version)}: ${oneLine(done)} reached${note}`, 2, style),
    ...levels.flatMap((level) => {
      const { met, unmet, unknown, question } = level.counts
      const figures = `${String(level.percent).padStart(3)} %  ${oneLine(level.title).padEnd(names)}  ${level.fulfilled} of ${level.total}`
      const rest = `${met} met, ${level.counts['n/a']} n/a, ${unmet} unmet, ${unknown} not seen, ${question} to answer`
      return indented(`${scoreBar(level.percent, ascii, 100)} ${figures}${style.dot}${rest}`, 4, style)
    }),
  ]
}

/** Claims that do not hold, each with where it stands and what speaks against it. */
export function claimBlock(claims: readonly ClaimReport[], style: TableStyle): readonly string[] {
  const wrong = claims.filter(({ verdict }) => verdict === 'contradicted')
  if (wrong.length === 0) return []
  const lines = wrong.slice(0, MAX_CLAIMS).flatMap(({ claim, message, stated, evidence }) => {
    const against = evidence.map(evidenceText).filter((one) => one !== '')
    return [
      ...indented(`${evidenceText(stated)}  ${oneLine(claim)}`, 2, style).map(style.warn),
      ...indented(`${style.arrow} ${oneLine(message)}${against.length === 0 ? '' : ` (${against.slice(0, 3).join(', ')})`}`, 4, style),
    ]
  })
  if (wrong.length > MAX_CLAIMS) lines.push(`  and ${wrong.length - MAX_CLAIMS} more in the other formats`)
  return [style.bold(`Contradicted claims (${wrong.length} of ${claims.length})`), ...lines]
}

/** What to do, most worthwhile first. */
export function stepBlock(report: AssessmentReport, style: TableStyle): readonly string[] {
  const steps = nextSteps(report)
  if (steps.length === 0) return []
  const lines = steps.flatMap(({ helps, remedy, answer }, at) => {
    const place = answer?.places.map(evidenceText).find((one) => one !== '') ?? ''
    const [first = '', ...rest] = indented(oneLine(remedy.text), 5, style)
    const note = [helps, `${remedy.effort} effort`, place, remedy.link ?? ''].filter((one) => one !== '').map(oneLine)
    return [`${String(at + 1).padStart(3)}. ${first.trimStart()}`, ...rest, ...indented(note.join(style.dot), 5, style).map(style.dim)]
  })
  return [style.bold('Next steps'), ...lines]
}

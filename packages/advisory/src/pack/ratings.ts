import type { CvssRating, OsvRecord, OsvSeverity } from '@cupel/model'
import { scoreCvss } from '@cupel/model'

/** CVSS vectors of a record with their scores; those of its packages when the record itself has none. */
export function ratingsOf(record: OsvRecord): readonly CvssRating[] {
  const own = record.severity ?? []
  const stated = own.some(isVector) ? own : (record.affected ?? []).flatMap((affected) => affected.severity ?? [])
  const byVector = new Map(stated.filter(isVector).map((severity) => [severity.score, severity.type]))
  return Array.from(byVector, ([vector, type]) => scoreCvss(type, vector)).filter((rating) => rating !== null)
}

function isVector(severity: OsvSeverity): boolean {
  return severity.type.startsWith('CVSS_V')
}

import type { CvssRating, OsvRecord } from '@cupel/model'

/** CVSS vectors of a record with their scores; those of its packages when the record itself has none. */
export function ratingsOf(record: OsvRecord): readonly CvssRating[] {
  const own = record.severity ?? []
  const stated = own.some(isVector) ? own : (record.affected ?? []).flatMap((affected) => affected.severity ?? [])
  const vectors = [...new Set(stated.filter(isVector).map((severity) => severity.score))]
  return vectors.map((vector) => ({ version: versionOf(vector), vector, score: null }))
}

function isVector(severity: { readonly type: string }): boolean {
  return severity.type.startsWith('CVSS_V')
}

function versionOf(vector: string): CvssRating['version'] {
  const version = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector)?.[1]
  return (version as CvssRating['version'] | undefined) ?? '2.0'
}

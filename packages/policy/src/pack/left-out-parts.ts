import type { Problem } from '@cupel/model'

/** A part of the target that the user did not want looked at. */
export interface LeftOutPart {
  readonly what: 'ecosystems' | 'development' | 'paths' | 'findings'
  /** The scan's own words. */
  readonly detail: string
}

/** The notes of a scan, as `leftOut` of the engine writes them. */
const NOTES = [
  ['ecosystems', /^\d+ components? of other ecosystems than .+ left out$/s],
  ['development', /^\d+ components? needed only for development and tests left out$/],
  ['paths', /^paths that fit .+ left out$/s],
] as const

/**
 * What a scan was told to leave out. A note of the scan in words that are not known may be about anything, and counts as paths; stored
 * problems no longer say whose they are.
 */
export function leftOutParts(problems: readonly Problem[]): readonly LeftOutPart[] {
  return problems.flatMap(({ code, by, detail }): readonly LeftOutPart[] => {
    if (code !== 'left-out' || (by !== 'scan' && by !== undefined)) return []
    const known = NOTES.find(([, words]) => words.test(detail))
    if (known !== undefined) return [{ what: known[0], detail }]
    // Whoever stored the problems has matched the components again, and left no finding out.
    if (by === undefined) return []
    return [{ what: /^\d+ findings? left out by --only /.test(detail) ? 'findings' : 'paths', detail }]
  })
}

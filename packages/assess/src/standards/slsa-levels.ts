import { projectDocuments } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import type { Facts } from '../facts/facts.ts'
import type { Place } from '../outcome.ts'
import type { RequirementResult } from './judge-standard.ts'

/** One track of SLSA: what the project says and what was shown, apart. */
export interface SlsaTrack {
  readonly track: 'build' | 'source'
  /** The level that the documents claim; null when they claim none. */
  readonly claimed: { readonly level: number; readonly place: Place } | null
  /** The highest level of which every requirement, and those below, is met by evidence (an answer shows nothing). */
  readonly shown: number
  /** What stands between the level shown and the next. */
  readonly open: readonly RequirementResult[]
}

const BUILD = [/slsa\.dev\/images\/gh-badge-level(\d)/i, /\bSLSA[ -](?:build )?(?:level )?L?([1-4])\b/i]
const SOURCE = [/\bSLSA source (?:level )?L?([1-4])\b/i]

/** Holds the claimed SLSA levels beside those that the results of the SLSA catalogue show. */
export function slsaLevels(facts: Facts, results: readonly RequirementResult[]): readonly SlsaTrack[] {
  return (['build', 'source'] as const).map((track) => {
    const highest = track === 'build' ? 3 : 4
    let shown = 0
    let open: readonly RequirementResult[] = []
    for (let level = 1; level <= highest; level++) {
      const own = results.filter((result) => result.level === `${track}-${level}`)
      open = own.filter(({ status, basis }) => status !== 'met' || basis !== 'evidence')
      if (own.length === 0 || open.length > 0) break
      shown = level
    }
    return { track, claimed: claimOf(facts, track === 'build' ? BUILD : SOURCE), shown, open }
  })
}

function claimOf(facts: Facts, statements: readonly RegExp[]): SlsaTrack['claimed'] {
  const hits = findProse(projectDocuments(facts), { roles: ['readme', 'security', 'release'], statements })
  for (const { place } of hits) {
    const level = statements.map((one) => one.exec(place.snippet ?? '')?.[1]).find((one) => one !== undefined)
    if (level !== undefined) return { level: Number(level), place }
  }
  return null
}

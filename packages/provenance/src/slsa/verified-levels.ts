import { Refused } from '../verdict/refused.ts'

interface TrackLevel {
  readonly track: string
  readonly level: number
}

/**
 * Whether the levels a summary states cover those asked for: a SLSA level is covered by the same or a higher one of its track, every
 * other name only by itself. Refuses two levels of one track in either list.
 */
export function coversLevels(stated: readonly string[], asked: readonly string[]): void {
  const tracks = byTrack(stated)
  byTrack(asked)
  for (const name of asked) {
    const wanted = readLevel(name)
    const covered = wanted === undefined ? stated.includes(name) : (tracks.get(wanted.track) ?? -1) >= wanted.level
    if (covered) continue
    throw new Refused('policy-not-met', `The summary does not state ${name}`, { expected: name, found: stated.join(', ') || 'no levels' })
  }
}

function byTrack(levels: readonly string[]): ReadonlyMap<string, number> {
  const tracks = new Map<string, number>()
  for (const { track, level } of levels.flatMap((name) => readLevel(name) ?? [])) {
    if (tracks.has(track))
      throw new Refused('malformed', `Two levels of the track ${track} contradict each other`, { found: levels.join(', ') })
    tracks.set(track, level)
  }
  return tracks
}

function readLevel(name: string): TrackLevel | undefined {
  const [, track, level] = /^SLSA_([A-Z]+(?:_[A-Z]+){0,4})_LEVEL_(\d{1,2})$/.exec(name) ?? []
  return track === undefined ? undefined : { track, level: Number(level) }
}

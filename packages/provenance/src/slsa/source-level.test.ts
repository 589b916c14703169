import { describe, expect, it } from 'vitest'
import type { SourceEvidence } from './source-level.ts'
import { deriveSourceLevel } from './source-level.ts'

describe('deriveSourceLevel', () => {
  it.each<[SourceEvidence, number]>([
    [{}, 1],
    [{ continuous: true }, 1],
    [{ allSigned: true }, 1],
    [{ continuous: false, allSigned: true }, 1],
    [{ continuous: true, allSigned: true }, 2],
    [{ continuous: true, allSigned: true, allReviewed: true }, 2],
    [{ forgeLevel: 2 }, 2],
    [{ forgeLevel: 4 }, 4],
    [{ forgeLevel: 1, allReviewed: true }, 1],
  ])('%j: level %i', (evidence, level) => {
    expect(deriveSourceLevel(evidence).level).toBe(level)
  })
})

import { LICENCE_SKETCHES } from './sketches.gen.ts'
import { shinglesOf } from './shingles.ts'

/** A licence whose text a file holds. */
export interface RecognisedLicence {
  /** SPDX id; of the GNU licences without `-only` or `-or-later`, which their texts do not say. */
  readonly id: string
  /** Share of the licence's own words that are there, 0..1. */
  readonly share: number
}

/** Share from which on a text counts as a copy; below it clauses are missing or were changed. */
const ENOUGH = 0.88

/** Shingles of a licence that fits a screen: a clause more or less shows in its share. In long ones it does not. */
const SHORT = 500

let decoded: readonly { readonly id: string; readonly size: number; readonly sketch: readonly number[] }[] | null = null

/** Licences whose whole text stands in `text`, the longest first; several in a file that offers or joins several. */
export function recogniseLicences(text: string): readonly RecognisedLicence[] {
  const shingles = shinglesOf(text)
  if (shingles.size === 0) return []
  decoded ??= LICENCE_SKETCHES.map(([id, size, base64]) => ({ id, size, sketch: decode(base64) }))
  const near = decoded
    .map(({ id, size, sketch }) => ({ id, size, sketch, share: sketch.filter((hash) => shingles.has(hash)).length / sketch.length }))
    .filter(({ share }) => share >= ENOUGH)
    // A longer licence that is all there explains the shorter ones that it contains.
    .sort(
      (a, b) =>
        Number(b.share >= 0.97) - Number(a.share >= 0.97) || (a.share >= 0.97 && b.share >= 0.97 ? b.size - a.size : b.share - a.share),
    )
  const outer = near.filter(
    ({ id }) => !near.some((other) => holds(other.id, id) && !holds(id, other.id) && (other.size < SHORT || other.share > 0.985)),
  )
  const chosen: typeof near = []
  const explained = new Set<number>()
  for (const one of outer) {
    const own = one.sketch.filter((hash) => !explained.has(hash)).length / one.sketch.length
    if (own < 0.5) continue
    chosen.push(one)
    for (const hash of fullSketchOf(one.id)) explained.add(hash)
  }
  return chosen.map(({ id, share }) => ({ id, share }))
}

/** Whether the text of one licence stands in the other's. */
function holds(id: string, inner: string): boolean {
  return CONTAINS[id]?.includes(inner) === true
}

/** Hashes of the licence and of those that stand inside it, as far as the samples know. */
function fullSketchOf(id: string): readonly number[] {
  const own = decoded?.find((one) => one.id === id)
  if (own === undefined) return []
  const inside = (CONTAINS[id] ?? []).flatMap((name) => decoded?.find((one) => one.id === name)?.sketch ?? [])
  return [...own.sketch, ...inside]
}

/** Licences whose text stands, wholly or nearly, in another's. */
const CONTAINS: Readonly<Record<string, readonly string[]>> = {
  'BSD-3-Clause': ['BSD-2-Clause', 'BSD-1-Clause'],
  'BSD-2-Clause': ['BSD-1-Clause'],
  'BSD-4-Clause': ['BSD-3-Clause', 'BSD-2-Clause', 'BSD-1-Clause'],
  'BSD-3-Clause-Clear': ['BSD-3-Clause', 'BSD-2-Clause', 'BSD-1-Clause'],
  'BSD-2-Clause-Patent': ['BSD-2-Clause', 'BSD-1-Clause'],
  MIT: ['MIT-0'],
  NCSA: ['MIT', 'MIT-0', 'BSD-3-Clause', 'BSD-2-Clause', 'BSD-1-Clause'],
  'OFL-1.1': ['MIT'],
  ISC: ['0BSD'],
  'Apache-1.1': ['BSD-2-Clause', 'BSD-1-Clause', 'BSD-3-Clause'],
  OpenSSL: ['BSD-2-Clause', 'BSD-1-Clause', 'BSD-3-Clause', 'BSD-4-Clause', 'Apache-1.1'],
  'Python-2.0': ['PSF-2.0'],
  'AGPL-3.0': ['GPL-3.0'],
  'GPL-3.0': ['AGPL-3.0'],
  'LGPL-2.1': ['LGPL-2.0', 'GPL-2.0'],
  'LGPL-2.0': ['LGPL-2.1', 'GPL-2.0'],
  'GPL-2.0': ['LGPL-2.0', 'GPL-1.0'],
  'EPL-2.0': ['EPL-1.0'],
  'CC-BY-SA-4.0': ['CC-BY-4.0'],
  'CC-BY-4.0': ['CC-BY-SA-4.0'],
  'BSL-1.0': ['MIT', 'MIT-0'],
  Unlicense: ['MIT', 'MIT-0'],
  PostgreSQL: ['HPND'],
  'ECL-2.0': ['Apache-2.0'],
}

function decode(base64: string): readonly number[] {
  const bytes = Buffer.from(base64, 'base64')
  const hashes: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) hashes.push(bytes.readUInt32LE(at))
  return hashes
}

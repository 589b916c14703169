import { ecosystemFamily } from '../package-key.ts'
import { sourceUnusable } from '../errors.ts'
import type { Origin } from './origin.ts'

const LIST_BYTES = 1 << 20
const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._+-]{0,99}$/

/**
 * Ecosystems to sync: all that the source lists, or the chosen ones in the source's spelling. A release (`Debian:12`) stands for
 * its family, whose folder holds all releases.
 */
export async function chooseEcosystems(
  bucket: Origin,
  chosen: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answer = await bucket.ask('ecosystems.txt', { maxBytes: LIST_BYTES, signal })
  if (answer.kind !== 'bytes') throw sourceUnusable(bucket.label, 'no ecosystems.txt there')
  const lines = answer.bytes.toString('utf8').split('\n')
  const families = lines.map((line) => ecosystemFamily(line.trim())).filter((name) => NAME.test(name) && !name.includes('..'))
  const listed = [...new Set(families)].toSorted()
  if (chosen === undefined) return listed
  const spelling = new Map(listed.map((name) => [name.toLowerCase(), name]))
  const wanted = new Set(chosen.map((name) => ecosystemFamily(name)))
  return Array.from(wanted, (name) => {
    const found = spelling.get(name.toLowerCase())
    if (found === undefined) throw sourceUnusable(bucket.label, `it has no ecosystem ${JSON.stringify(name)}; it has ${listed.join(', ')}`)
    return found
  }).toSorted()
}

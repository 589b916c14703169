import { isOverlay, PackInvalid, readPack } from '@cupel/policy'
import type { PulledPack } from './pull-pack.ts'

/**
 * Whether a pack goes back behind the text that is here: the same pack in a lower version. A signature holds for ever; whoever serves
 * packs could serve one that was replaced long ago.
 */
export function isOlderPack({ id, version }: Pick<PulledPack, 'id' | 'version'>, present: string): boolean {
  const here = isOverlay(present) ? null : readOrNull(present)
  if (here === null || here.id !== id || version === '') return false
  const [now, then] = [numbers(version), numbers(here.version)]
  const at = now.findIndex((part, place) => part !== then[place])
  return at >= 0 && (now[at] as bigint) < (then[at] as bigint)
}

function readOrNull(text: string): ReturnType<typeof readPack> | null {
  try {
    return readPack(text, 'the pack here')
  } catch (error) {
    if (error instanceof PackInvalid) return null
    throw error
  }
}

function numbers(version: string): readonly bigint[] {
  return version.split('.').map(BigInt)
}

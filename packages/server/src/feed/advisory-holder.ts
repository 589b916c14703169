import { openIndex } from '@cupel/advisory'
import type { AdvisoryIndex } from '@cupel/advisory'
import type { Services } from '../services.ts'

/** The advisory data in use: asked for anew by every piece of work, so that a sync is seen without a restart. */
export interface AdvisoryHolder {
  /** Folder of the database; null: there is none to bring up to date. */
  readonly home: string | null
  /** Stays open until the next call of `current` after a sync. */
  current(): AdvisoryIndex
  close(): void
}

/** Holds the index of a home, or `fallback` (the starter set) while there is none. */
export function holdAdvisories(home: string, fallback: () => AdvisoryIndex): AdvisoryHolder {
  let held: AdvisoryIndex | null = null
  let spare: AdvisoryIndex | null = null

  function current(): AdvisoryIndex {
    const found = openIndex(home)
    if (found === null) return held ?? (spare ??= fallback())
    if (held !== null && held.state.digest === found.state.digest) {
      found.close()
      return held
    }
    held?.close()
    held = found
    return found
  }

  function close(): void {
    held?.close()
    spare?.close()
    held = spare = null
  }
  return { home, current, close }
}

/** The advisory data of the services. Throws where none was given: that is a mistake of who put them together. */
export function advisoriesOf({ advisories }: Services): AdvisoryHolder {
  if (advisories === undefined) throw new Error('the services have no advisory data')
  return advisories
}

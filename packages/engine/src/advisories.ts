import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CupelError, indexMissing, installationDamaged } from '@cupel/model'
import type { Problem } from '@cupel/model'
import { openIndex, openStarterIndex } from '@cupel/advisory'
import type { AdvisoryIndex } from '@cupel/advisory'
import type { Emit } from './events.ts'

export interface AdvisoryRequest {
  /** Folder of the database; created by a fetch. */
  readonly home: string
  /** The user named the folder: nothing else may answer. */
  readonly named: boolean
  readonly offline: boolean
  /** OSV ecosystems of the components, with suffix. */
  readonly ecosystems: readonly string[]
  readonly now: () => Date
  readonly signal?: AbortSignal
  readonly emit?: Emit
}

export interface AdvisoryAnswer {
  readonly index: AdvisoryIndex
  /** What kept a fuller index from answering. */
  readonly problems: readonly Problem[]
}

/**
 * The advisory data for a scan: the database at `home`, completed over the network when it lacks an ecosystem and that is
 * allowed, else the starter set. A damaged database is an error, never silently replaced by less.
 */
export async function openAdvisories(request: AdvisoryRequest): Promise<AdvisoryAnswer> {
  const present = openIndex(request.home)
  const missing = request.ecosystems.filter((ecosystem) => ecosystem !== '' && present?.covers(ecosystem) !== true)
  if (missing.length === 0 && present !== null) return { index: present, problems: [] }
  if (request.named) {
    if (present === null) throw indexMissing(request.home)
    return { index: present, problems: [] }
  }
  if (request.offline || missing.length === 0) return { index: present ?? starterIndex(), problems: [] }
  const failed = await fetchEcosystems(missing, request)
  const fetched = openIndex(request.home)
  present?.close()
  return { index: fetched ?? starterIndex(), problems: failed === null ? [] : [failed] }
}

/** Fetches whole ecosystems; what goes wrong is a note, since the index that answers says by itself what it does not cover. */
async function fetchEcosystems(ecosystems: readonly string[], request: AdvisoryRequest): Promise<Problem | null> {
  const { syncDatabase } = await import('@cupel/advisory/sync')
  const families = [...new Set(ecosystems.map((ecosystem) => ecosystem.split(':')[0] as string))].sort()
  try {
    await syncDatabase({
      home: request.home,
      ecosystems: families,
      now: request.now,
      signal: request.signal ?? new AbortController().signal,
      // Somebody waits for the scan: a network that is not there is given up in seconds.
      pauseMs: 100,
      silentMs: 10_000,
      emit: (event) =>
        request.emit?.({ type: 'index.fetching', ecosystem: 'ecosystem' in event ? String(event.ecosystem) : '', detail: event.type }),
    })
    return null
  } catch (error) {
    if (!(error instanceof CupelError) || request.signal?.aborted === true) throw error
    return {
      code: 'ecosystem-not-covered',
      effect: 'note',
      path: '',
      detail: `advisories could not be fetched: ${error.message}`,
      hint: 'run cupel db sync where there is a network, or cupel db import a file made elsewhere; --offline avoids the attempt',
      by: 'advisories',
    }
  }
}

/** The built-in set, from beside the bundle or, in a checkout, from its room. */
export function starterIndex(): AdvisoryIndex {
  const places = ['./data/starter.bin', '../data/starter.bin', '../../advisory/data/starter.bin']
  const file = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path))
  if (file === undefined) throw installationDamaged('the starter set of advisories is missing')
  return openStarterIndex(readFileSync(file))
}

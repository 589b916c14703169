import { networkForbidden } from '@cupel/model'
import { sourceUnusable } from '../errors.ts'
import { DEFAULT_SOURCES } from './default-sources.ts'
import { folderOrigin } from './folder-origin.ts'
import { httpOrigin } from './http-origin.ts'
import type { HttpOptions } from './http-request.ts'
import type { Origin } from './origin.ts'
import type { SignalPlace } from './sync-signals.ts'

/** The parts of a source: the bucket of records, and the two catalogues where it has them. */
export interface Sources {
  readonly label: string
  readonly bucket: Origin
  readonly kev: SignalPlace | null
  readonly epss: SignalPlace | null
}

export interface ChooseOptions {
  readonly from: string | undefined
  readonly offline: boolean
  readonly signal: AbortSignal
  readonly http: HttpOptions
}

const LIST_BYTES = 1 << 20
const IS_URL = /^https?:\/\//i

/**
 * Finds out what `from` is: nothing (the public sources), the bucket itself, or a folder or URL that holds `osv/`, `kev/` and
 * `epss/`. A source of one's own is never mixed with the public ones.
 */
export async function chooseSources({ from, offline, signal, http }: ChooseOptions): Promise<Sources> {
  const isUrl = from === undefined || IS_URL.test(from)
  if (isUrl && offline) throw networkForbidden('db sync')
  if (from === undefined) {
    return {
      label: DEFAULT_SOURCES.bucket,
      bucket: httpOrigin(DEFAULT_SOURCES.bucket, http),
      kev: { origin: httpOrigin(DEFAULT_SOURCES.kev, http), path: '' },
      epss: { origin: httpOrigin(DEFAULT_SOURCES.epss, http), path: '' },
    }
  }
  const root = isUrl ? httpOrigin(from, http) : folderOrigin(from)
  const catalogues = {
    kev: { origin: root, path: 'kev/known_exploited_vulnerabilities.json' },
    epss: { origin: root, path: 'epss/epss_scores.csv.gz' },
  }
  if (await has(root, 'osv/ecosystems.txt', signal)) return { label: root.label, bucket: root.under('osv'), ...catalogues }
  if (await has(root, 'ecosystems.txt', signal)) return { label: root.label, bucket: root, kev: null, epss: null }
  throw sourceUnusable(root.label, 'no ecosystems.txt there: neither a bucket of OSV records nor a folder that holds one as osv/')
}

async function has(origin: Origin, path: string, signal: AbortSignal): Promise<boolean> {
  return (await origin.ask(path, { maxBytes: LIST_BYTES, signal })).kind === 'bytes'
}

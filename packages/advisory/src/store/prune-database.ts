import { rmSync } from 'node:fs'
import { homeError } from '../errors.ts'
import { ecosystemFamily } from '../package-key.ts'
import { commitManifest, removeUnknown } from './commit.ts'
import { downloadFolder, indexFolder } from './home.ts'
import { takeLock } from './lock.ts'
import { requireManifest } from './verify-database.ts'

export interface PruneOptions {
  readonly home: string
  /** Ecosystems to keep; undefined keeps all. */
  readonly keep?: readonly string[]
  readonly signal: AbortSignal
  readonly waitMs?: number
}

export interface PruneResult {
  readonly freedBytes: number
  readonly dropped: readonly string[]
}

/** Removes what no scan needs: the state before, kept downloads, and on request ecosystems. */
export async function pruneDatabase({ home, keep, signal, waitMs = 60_000 }: PruneOptions): Promise<PruneResult> {
  const folder = indexFolder(home)
  requireManifest(home)
  try {
    const lock = await takeLock(home, { signal, waitMs, waiting: () => undefined })
    try {
      const before = requireManifest(home)
      const kept = keep === undefined ? null : new Set(keep.map(ecosystemFamily))
      const ecosystems = before.ecosystems.filter((ecosystem) => kept === null || kept.has(ecosystem.name))
      const dropped = before.ecosystems.filter((ecosystem) => !ecosystems.includes(ecosystem)).map((ecosystem) => ecosystem.name)
      const manifest = dropped.length === 0 ? before : commitManifest(folder, { ...before, ecosystems }, null)
      const freedBytes = removeUnknown(folder, manifest, false)
      rmSync(downloadFolder(home), { recursive: true, force: true })
      return { freedBytes, dropped }
    } finally {
      lock.release()
    }
  } catch (error) {
    throw homeError(home, error) ?? error
  }
}

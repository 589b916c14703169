import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '@cupel/model'
import { CupelError, loadVersionScheme } from '@cupel/model'
import { homeError } from '../errors.ts'
import { updateAliasLinks, writeAliasLinks } from '../store/alias-links.ts'
import { commitManifest, removeUnknown } from '../store/commit.ts'
import { EcosystemReader } from '../store/ecosystem-reader.ts'
import { downloadFolder, indexFolder } from '../store/home.ts'
import { takeLock } from '../store/lock.ts'
import type { Manifest, ManifestEcosystem, ManifestSignal } from '../store/manifest.ts'
import { readManifest } from '../store/manifest.ts'
import type { FileStamp } from '../store/new-file.ts'
import { openFile } from '../store/open-index.ts'
import { chooseEcosystems } from './choose-ecosystems.ts'
import type { Sources } from './choose-sources.ts'
import { chooseSources } from './choose-sources.ts'
import type { EcosystemContext } from './ecosystem-context.ts'
import { stemOf } from './ecosystem-context.ts'
import type { SyncEvent, SyncOutcome } from './sync-event.ts'
import { syncEcosystem } from './sync-ecosystem.ts'
import type { SignalPlace } from './sync-signals.ts'
import { syncEpss, syncKev } from './sync-signals.ts'

export interface SyncOptions {
  readonly home: string
  /** URL or folder; undefined for the public sources. */
  readonly from?: string
  /** undefined: all that the source has. */
  readonly ecosystems?: readonly string[]
  /** Forbids every network access. */
  readonly offline?: boolean
  /** Forgets what is there and builds anew. */
  readonly force?: boolean
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly emit: (event: SyncEvent) => void
  /** How long to wait for another sync; default an hour. */
  readonly waitMs?: number
  readonly pauseMs?: number
  readonly silentMs?: number
}

export interface SyncedPart {
  readonly name: string
  readonly outcome: SyncOutcome
  readonly changed: number
  readonly removed: number
}

export interface SyncResult {
  readonly manifest: Manifest
  readonly parts: readonly SyncedPart[]
  /** Records and catalogues that could not be read, and parts that failed and are as they were. */
  readonly problems: readonly Problem[]
  readonly changed: boolean
  /** Ids and aliases that changed records name, before or now; null: any may have changed. */
  readonly touched: ReadonlySet<string> | null
}

/**
 * Brings the advisory database of a home up to date. Nothing that scans can see changes before the very end; then all of it at
 * once. When one ecosystem fails the others go on and it keeps its old data; when everything fails this throws. Throws the
 * signal's reason when interrupted and CupelError when the home or the source cannot be used. Downloads are kept for the next try.
 */
export async function syncDatabase(options: SyncOptions): Promise<SyncResult> {
  const { home, signal, emit, waitMs = 3_600_000 } = options
  const folder = indexFolder(home)
  try {
    mkdirSync(folder, { recursive: true })
    const lock = await takeLock(home, { signal, waitMs, waiting: (holder) => emit({ type: 'waiting', holder }) })
    try {
      return await syncLocked(options, folder)
    } finally {
      lock.release()
    }
  } catch (error) {
    throw homeError(home, error) ?? error
  }
}

async function syncLocked(options: SyncOptions, folder: string): Promise<SyncResult> {
  const { home, from, ecosystems, offline = false, force = false, signal, now, pauseMs = 1000, silentMs = 60_000 } = options
  const problems: Problem[] = []
  const emit = (event: SyncEvent): void => {
    if (event.type === 'problem') problems.push(event.problem)
    options.emit(event)
  }
  const current = currentManifest(folder)
  const old = force ? null : current
  if (current !== null) removeUnknown(folder, current, true)
  const retried = (what: string, attempt: number, detail: string): void => emit({ type: 'retry', what, attempt, detail })
  const sources = await chooseSources({ from, offline, signal, http: { tries: 5, pauseMs, silentMs, retried } })
  const names = await chooseEcosystems(sources.bucket, ecosystems, signal)
  emit({ type: 'start', from: sources.label, ecosystems: names })
  const run = new SyncRun({ folder, home, old, sources, signal, emit, synced: now().toISOString() })
  try {
    const synced = await run.ecosystems(names)
    const kev = await run.signal('kev', sources.kev, old?.kev ?? null, syncKev)
    const epss = await run.signal('epss', sources.epss, old?.epss ?? null, syncEpss)
    const changed = run.parts.some((part) => part.outcome === 'updated' || part.outcome === 'built')
    const links = changed || old === null ? linksOf(folder, synced, { old: old?.links ?? null, touched: run.touched }) : old.links
    signal.throwIfAborted()
    const created = changed || old === null ? now().toISOString() : old.created
    const manifest = commitManifest(folder, { created, from: sources.label, ecosystems: synced, links, kev, epss }, current)
    removeUnknown(folder, manifest, true)
    rmSync(downloadFolder(home), { recursive: true, force: true })
    emit({ type: 'done', digest: manifest.digest, changed })
    return { manifest, parts: run.parts, problems, changed, touched: run.touched }
  } catch (error) {
    if (current !== null) removeUnknown(folder, current, true)
    throw error
  }
}

interface RunOptions {
  readonly folder: string
  readonly home: string
  readonly old: Manifest | null
  readonly sources: Sources
  readonly signal: AbortSignal
  readonly emit: (event: SyncEvent) => void
  readonly synced: string
}

class SyncRun {
  readonly parts: SyncedPart[] = []
  /** Ids that changed records name, before or now; null: any. */
  touched: ReadonlySet<string> | null = new Set()
  readonly #options: RunOptions

  constructor(options: RunOptions) {
    this.#options = options
  }

  /** All ecosystems of the new state: the named ones brought up to date, the others as they were. */
  async ecosystems(names: readonly string[]): Promise<readonly ManifestEcosystem[]> {
    const state = new Map(this.#options.old?.ecosystems.map((ecosystem) => [ecosystem.name, ecosystem]))
    for (const name of names) {
      const ecosystem = await this.#ecosystem(name, state.get(name) ?? null)
      if (ecosystem !== null) state.set(name, ecosystem)
    }
    if (names.length > 0 && this.parts.every((part) => part.outcome === 'kept')) throw this.#firstFailure
    return [...state.values()]
  }

  async signal(
    what: 'kev' | 'epss',
    place: SignalPlace | null,
    old: ManifestSignal | null,
    sync: typeof syncKev,
  ): Promise<ManifestSignal | null> {
    const { folder, signal, emit } = this.#options
    if (place === null) return old
    try {
      const found = await sync(place, { folder, old, signal })
      // A source that never had the catalogue has not lost it.
      const outcome = found === null && old !== null ? 'kept' : found === old ? 'unchanged' : 'updated'
      this.#note({ name: what, outcome, changed: outcome === 'updated' ? 1 : 0, removed: 0 })
      emit({ type: 'signal', what, outcome, entries: found?.entries ?? 0 })
      return found ?? old
    } catch (error) {
      this.#failed(what, error)
      return old
    }
  }

  #firstFailure: unknown = null

  async #ecosystem(name: string, old: ManifestEcosystem | null): Promise<ManifestEcosystem | null> {
    const { folder, home, sources, signal, emit, synced } = this.#options
    const scheme = await loadVersionScheme(name)
    const downloads = downloadFolder(home)
    const stem = stemOf(name)
    const context: EcosystemContext = {
      name,
      stem,
      scheme,
      origin: sources.bucket,
      indexFolder: folder,
      downloadFolder: downloads,
      signal,
      emit,
    }
    try {
      const { ecosystem, touched, ...done } = await syncEcosystem(old, synced, context)
      this.touched = touched === null || this.touched === null ? null : new Set([...this.touched, ...touched])
      this.#note({ name, ...done })
      emit({ type: 'ecosystem', ecosystem: name, ...done })
      return ecosystem
    } catch (error) {
      // A damaged download must not be taken for whole the next time.
      if (!signal.aborted) rmSync(join(downloads, `${stem}.zip.tag`), { force: true })
      this.#failed(name, error)
      return old
    }
  }

  #failed(name: string, error: unknown): void {
    const { signal, emit } = this.#options
    signal.throwIfAborted()
    if (!(error instanceof CupelError)) throw error
    this.#firstFailure ??= error
    this.#note({ name, outcome: 'kept', changed: 0, removed: 0 })
    emit({ type: 'problem', problem: { code: 'unreadable', effect: 'incomplete', path: name, detail: error.message, by: 'db-sync' } })
  }

  #note(part: SyncedPart): void {
    this.parts.push(part)
  }
}

/** A damaged or foreign index is no reason not to build a new one; its files are left alone until the new one is there. */
function currentManifest(folder: string): Manifest | null {
  try {
    return readManifest(folder)
  } catch {
    return null
  }
}

interface LinksBefore {
  readonly old: FileStamp | null
  readonly touched: ReadonlySet<string> | null
}

function linksOf(folder: string, ecosystems: readonly ManifestEcosystem[], { old, touched }: LinksBefore): FileStamp {
  const readers: EcosystemReader[] = []
  try {
    for (const ecosystem of ecosystems) readers.push(new EcosystemReader(ecosystem, (file) => openFile(folder, file)))
    return old === null || touched === null ? writeAliasLinks(folder, readers) : updateAliasLinks(folder, readers, { old, touched })
  } finally {
    for (const reader of readers) reader.close()
  }
}

import { compactSegments } from '../store/merge-segments.ts'
import { EcosystemReader } from '../store/ecosystem-reader.ts'
import type { SeenRecord } from '../store/ids-file.ts'
import { readIdsFile, writeIdsFile } from '../store/ids-file.ts'
import type { ManifestEcosystem, SourceTags } from '../store/manifest.ts'
import { openFile } from '../store/open-index.ts'
import type { SegmentStamp } from '../store/segment-writer.ts'
import { buildBase } from './build-base.ts'
import type { Changes } from './build-delta.ts'
import { buildDelta } from './build-delta.ts'
import type { EcosystemContext } from './ecosystem-context.ts'
import type { ModifiedList } from './modified-list.ts'
import { parseModifiedList, sameMoment } from './modified-list.ts'
import type { Download } from './origin.ts'
import { fromSingles, fromZip } from './record-supply.ts'
import { sourceUnusable } from '../errors.ts'
import type { SyncOutcome } from './sync-event.ts'

const MAX_LIST_BYTES = 1 << 30
const MAX_ZIP_BYTES = 2 ** 36
/** Asking for one record costs about as much as this many bytes of the zip. */
const BYTES_PER_SINGLE = 20_000
const ALWAYS_SINGLE = 32
/** Changed records over known ones at which the index is built anew. */
const REBUILD_SHARE = 0.5

export interface SyncedEcosystem {
  readonly ecosystem: ManifestEcosystem
  readonly outcome: SyncOutcome
  readonly changed: number
  readonly removed: number
  /** Ids that the changed records name, before or now; null: any. */
  readonly touched: ReadonlySet<string> | null
}

const NOTHING: ReadonlySet<string> = new Set()

interface State {
  segments: readonly SegmentStamp[]
  readonly seen: Map<string, SeenRecord>
  records: number
  withdrawn: number
}

/**
 * Brings one ecosystem up to date: unchanged when its list is, else by the records that changed, one by one or out of the
 * zip, whichever is less to fetch; the whole zip when there is nothing yet. `synced` is the time to note.
 */
export async function syncEcosystem(old: ManifestEcosystem | null, synced: string, context: EcosystemContext): Promise<SyncedEcosystem> {
  const { name, origin, signal } = context
  const answer = await origin.ask(`${name}/modified_id.csv`, { tag: old?.tags.csv ?? '', maxBytes: MAX_LIST_BYTES, signal })
  if (answer.kind === 'unchanged' && old !== null)
    return { ecosystem: { ...old, synced }, outcome: 'unchanged', changed: 0, removed: 0, touched: NOTHING }
  const list = answer.kind === 'bytes' ? readList(answer.bytes, context) : null
  const tags = { csv: answer.kind === 'bytes' ? answer.tag : '', zip: old?.tags.zip ?? '', zipBytes: old?.tags.zipBytes ?? 0 }
  if (old !== null && old.ids !== null && list !== null) {
    const seen = readIdsFile(context.indexFolder, old.ids.file)
    const changes = changesBetween(seen, list.modified)
    if (changes.changed.size <= seen.size * REBUILD_SHARE) {
      const state: State = { segments: old.segments, seen, records: old.records, withdrawn: old.withdrawn }
      return update(state, changes, { old, tags, synced, context })
    }
  }
  return rebuild(list, { old, tags, synced, context })
}

interface UpdateOptions {
  readonly old: ManifestEcosystem | null
  readonly tags: SourceTags
  readonly synced: string
  readonly context: EcosystemContext
}

async function rebuild(list: ModifiedList | null, { old, tags, synced, context }: UpdateOptions): Promise<SyncedEcosystem> {
  const zip = await downloadZip(context, list === null ? tags.zip : '')
  if (zip.kind === 'unchanged' && old !== null)
    return { ecosystem: { ...old, synced }, outcome: 'unchanged', changed: 0, removed: 0, touched: NOTHING }
  if (zip.kind !== 'file') throw sourceUnusable(context.name, 'the source has no all.zip for this ecosystem')
  const listed = list?.modified ?? new Map<string, string>()
  const { segment, seen } = await buildBase(zip.path, listed, context)
  const state: State = { segments: [segment], seen, records: segment.records - segment.withdrawn, withdrawn: segment.withdrawn }
  const zipTags = { ...tags, zip: zip.tag, zipBytes: zip.bytes }
  const done = {
    ecosystem: manifestOf(state, { tags: zipTags, synced, context }),
    outcome: 'built' as const,
    changed: segment.records,
    removed: 0,
    touched: null,
  }
  if (list === null) return done
  // The list may be newer than the zip. What only the zip has is newer than the list and stays.
  const { changed } = changesBetween(seen, listed)
  if (changed.size === 0) return done
  const late = await update(state, { changed, gone: [] }, { old: null, tags: zipTags, synced, context })
  return { ...late, outcome: 'built', changed: segment.records + late.changed, touched: null }
}

async function update(state: State, changes: Changes, { old, tags, synced, context }: UpdateOptions): Promise<SyncedEcosystem> {
  const { changed, gone } = changes
  if (changed.size === 0 && gone.length === 0) {
    const ecosystem = old === null ? manifestOf(state, { tags, synced, context }) : { ...old, tags, synced }
    return { ecosystem, outcome: 'unchanged', changed: 0, removed: 0, touched: NOTHING }
  }
  const zip = wantsZip(changed.size, tags, context) ? await downloadZip(context, '') : null
  const supply = zip?.kind === 'file' ? fromZip(zip.path, context) : fromSingles(context)
  const zipTags = zip?.kind === 'file' ? { ...tags, zip: zip.tag, zipBytes: zip.bytes } : tags
  const older = new EcosystemReader({ name: context.name, segments: state.segments }, (file) => openFile(context.indexFolder, file))
  try {
    const delta = await buildDelta(changes, supply, { context, older, seen: state.seen })
    state.records += delta.segment.records - delta.segment.withdrawn - delta.replaced.live
    state.withdrawn += delta.segment.withdrawn - delta.replaced.withdrawn
    state.segments = compactSegments(context.indexFolder, [...state.segments, delta.segment], context.stem)
    const finalTags = delta.complete ? zipTags : { ...zipTags, csv: '' }
    const ecosystem = manifestOf(state, { tags: finalTags, synced, context })
    return { ecosystem, outcome: 'updated', changed: delta.segment.records, removed: gone.length, touched: delta.touched }
  } finally {
    older.close()
  }
}

function wantsZip(changed: number, tags: SourceTags, { origin }: EcosystemContext): boolean {
  if (!origin.single) return true
  return changed > ALWAYS_SINGLE && changed * BYTES_PER_SINGLE > tags.zipBytes
}

function downloadZip({ name, stem, origin, downloadFolder, signal, emit }: EcosystemContext, tag: string): Promise<Download> {
  const progress = (done: number, total: number | null): void => emit({ type: 'download', what: `${name}/all.zip`, done, total })
  return origin.download(`${name}/all.zip`, { tag, maxBytes: MAX_ZIP_BYTES, signal, folder: downloadFolder, stem, progress })
}

function readList(bytes: Buffer, { name, emit }: EcosystemContext): ModifiedList {
  const list = parseModifiedList(bytes.toString('utf8'))
  if (list.modified.size === 0 && list.unreadable > 0) throw sourceUnusable(`${name}/modified_id.csv`, 'not a list of records')
  if (list.unreadable > 0) {
    const detail = `${list.unreadable} lines are not understood`
    emit({ type: 'problem', problem: { code: 'malformed', effect: 'incomplete', path: `${name}/modified_id.csv`, detail, by: 'db-sync' } })
  }
  return list
}

function changesBetween(seen: ReadonlyMap<string, SeenRecord>, listed: ReadonlyMap<string, string>): Changes {
  const changed = new Map<string, string>()
  for (const [id, modified] of listed) {
    const known = seen.get(id)
    if (known === undefined || !sameMoment(known.modified, modified)) changed.set(id, modified)
  }
  const gone: string[] = []
  for (const id of seen.keys()) if (!listed.has(id)) gone.push(id)
  return { changed, gone }
}

function manifestOf(state: State, { tags, synced, context }: Omit<UpdateOptions, 'old'>): ManifestEcosystem {
  let unreadable = 0
  let newest = ''
  for (const { modified, readable } of state.seen.values()) {
    if (!readable) unreadable += 1
    if (modified > newest) newest = modified
  }
  const ids = writeIdsFile(context.indexFolder, context.stem, state.seen)
  const { segments, records, withdrawn } = state
  return { name: context.name, records, withdrawn, unreadable, modified: newest, synced, segments, ids, tags }
}

import { compactSegments } from '../store/merge-segments.ts'
import { EcosystemReader } from '../store/ecosystem-reader.ts'
import type { SeenIds, SeenRecord } from '../store/ids-file.ts'
import { readIdsFile, writeIdsFile } from '../store/ids-file.ts'
import type { ManifestEcosystem, SourceTags } from '../store/manifest.ts'
import { openFile } from '../store/open-index.ts'
import type { SegmentStamp } from '../store/segment-writer.ts'
import { buildBase } from './build-base.ts'
import { buildDelta } from './build-delta.ts'
import type { EcosystemContext } from './ecosystem-context.ts'
import type { Download } from './origin.ts'
import { fromSingles, fromZip } from './record-supply.ts'
import { allSeen, listedChanges, seenFacts } from './seen-ids.ts'
import type { ListedChanges } from './seen-ids.ts'
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
  records: number
  withdrawn: number
}

/** A source without a list and without anything seen: what a first sync compares with. */
const NO_IDS: SeenIds = { chunks: [], others: new Map() }

/**
 * Brings one ecosystem up to date: unchanged when its list is, else by the records that changed, one by one or out of the
 * zip, whichever is less to fetch; the whole zip when there is nothing yet. `synced` is the time to note.
 */
export async function syncEcosystem(old: ManifestEcosystem | null, synced: string, context: EcosystemContext): Promise<SyncedEcosystem> {
  const { name, origin, signal } = context
  const answer = await origin.ask(`${name}/modified_id.csv`, { tag: old?.tags.csv ?? '', maxBytes: MAX_LIST_BYTES, signal })
  if (answer.kind === 'unchanged' && old !== null)
    return { ecosystem: { ...old, synced }, outcome: 'unchanged', changed: 0, removed: 0, touched: NOTHING }
  const list = answer.kind === 'bytes' ? answer.bytes : null
  const tags = { csv: answer.kind === 'bytes' ? answer.tag : '', zip: old?.tags.zip ?? '', zipBytes: old?.tags.zipBytes ?? 0 }
  if (list === null || old === null || old.ids === null) return rebuild(list, { old, tags, synced, context })
  const changes = listedChanges(list, readIdsFile(context.indexFolder, old.ids.file))
  if (changes.changed.size > changes.known * REBUILD_SHARE) return rebuild(list, { old, tags, synced, context })
  checkList(changes, context)
  const state: State = { segments: old.segments, records: old.records, withdrawn: old.withdrawn }
  return update(state, changes, { old, tags, synced, context })
}

interface UpdateOptions {
  readonly old: ManifestEcosystem | null
  readonly tags: SourceTags
  readonly synced: string
  readonly context: EcosystemContext
}

async function rebuild(list: Buffer | null, { old, tags, synced, context }: UpdateOptions): Promise<SyncedEcosystem> {
  // Nothing is known, so that all of the list is a change: it dates the records of the zip.
  const first = list === null ? null : listedChanges(list, NO_IDS)
  if (first !== null) checkList(first, context)
  const zip = await downloadZip(context, list === null ? tags.zip : '')
  if (zip.kind === 'unchanged' && old !== null)
    return { ecosystem: { ...old, synced }, outcome: 'unchanged', changed: 0, removed: 0, touched: NOTHING }
  if (zip.kind !== 'file') throw sourceUnusable(context.name, 'the source has no all.zip for this ecosystem')
  const { segment, seen } = await buildBase(zip.path, first?.changed ?? new Map(), context)
  const state: State = { segments: [segment], records: segment.records - segment.withdrawn, withdrawn: segment.withdrawn }
  const zipTags = { ...tags, zip: zip.tag, zipBytes: zip.bytes }
  const ids = allSeen(list, seen)
  // The list may be newer than the zip. What only the zip has is newer than the list and stays.
  const late = list === null ? null : listedChanges(list, ids)
  if (late !== null && late.changed.size > 0) {
    const kept = { ...late, gone: [], after: (made: ReadonlyMap<string, SeenRecord>) => allSeen(list, new Map([...seen, ...made])) }
    const updated = await update(state, kept, { old: null, tags: zipTags, synced, context })
    return { ...updated, outcome: 'built', changed: segment.records + updated.changed, touched: null }
  }
  const ecosystem = manifestOf(state, ids, { tags: zipTags, synced, context })
  return { ecosystem, outcome: 'built', changed: segment.records, removed: 0, touched: null }
}

async function update(state: State, changes: ListedChanges, { old, tags, synced, context }: UpdateOptions): Promise<SyncedEcosystem> {
  const { changed, gone } = changes
  if (changed.size === 0 && gone.length === 0) {
    const ids = changes.after(NO_RECORDS)
    const ecosystem = old === null ? manifestOf(state, ids, { tags, synced, context }) : { ...old, tags, synced }
    return { ecosystem, outcome: 'unchanged', changed: 0, removed: 0, touched: NOTHING }
  }
  const zip = wantsZip(changed.size, tags, context) ? await downloadZip(context, '') : null
  const supply = zip?.kind === 'file' ? fromZip(zip.path, context) : fromSingles(context)
  const zipTags = zip?.kind === 'file' ? { ...tags, zip: zip.tag, zipBytes: zip.bytes } : tags
  const older = new EcosystemReader({ name: context.name, segments: state.segments }, (file) => openFile(context.indexFolder, file))
  try {
    const delta = await buildDelta(changes, supply, { context, older })
    state.records += delta.segment.records - delta.segment.withdrawn - delta.replaced.live
    state.withdrawn += delta.segment.withdrawn - delta.replaced.withdrawn
    state.segments = compactSegments(context.indexFolder, [...state.segments, delta.segment], context.stem)
    const finalTags = delta.complete ? zipTags : { ...zipTags, csv: '' }
    const ecosystem = manifestOf(state, changes.after(delta.made), { tags: finalTags, synced, context })
    return { ecosystem, outcome: 'updated', changed: delta.segment.records, removed: gone.length, touched: delta.touched }
  } finally {
    older.close()
  }
}

const NO_RECORDS: ReadonlyMap<string, SeenRecord> = new Map()

function wantsZip(changed: number, tags: SourceTags, { origin }: EcosystemContext): boolean {
  if (!origin.single) return true
  return changed > ALWAYS_SINGLE && changed * BYTES_PER_SINGLE > tags.zipBytes
}

function downloadZip({ name, stem, origin, downloadFolder, signal, emit }: EcosystemContext, tag: string): Promise<Download> {
  const progress = (done: number, total: number | null): void => emit({ type: 'download', what: `${name}/all.zip`, done, total })
  return origin.download(`${name}/all.zip`, { tag, maxBytes: MAX_ZIP_BYTES, signal, folder: downloadFolder, stem, progress })
}

function checkList({ listed, unreadable }: ListedChanges, { name, emit }: EcosystemContext): void {
  if (listed === 0 && unreadable > 0) throw sourceUnusable(`${name}/modified_id.csv`, 'not a list of records')
  if (unreadable === 0) return
  const detail = `${unreadable} lines are not understood`
  emit({ type: 'problem', problem: { code: 'malformed', effect: 'incomplete', path: `${name}/modified_id.csv`, detail, by: 'db-sync' } })
}

function manifestOf(state: State, seen: SeenIds, { tags, synced, context }: Omit<UpdateOptions, 'old'>): ManifestEcosystem {
  const { newest, unreadable } = seenFacts(seen)
  const ids = writeIdsFile(context.indexFolder, context.stem, seen)
  const { segments, records, withdrawn } = state
  return { name: context.name, records, withdrawn, unreadable, modified: newest, synced, segments, ids, tags }
}

import { DocumentInvalid } from '@cupel/formats'
import { CupelError } from '@cupel/model'
import { advisoriesOf } from '../feed/advisory-holder.ts'
import { coverOf } from '../feed/known-data.ts'
import type { Services } from '../services.ts'
import { isRetryable } from '../store/store-fault.ts'
import { applyVex } from '../triage/apply-vex.ts'
import { claimUploads, groupUploads } from './claim-uploads.ts'
import type { ClaimedUpload } from './claim-uploads.ts'
import { ensureVersions } from './ensure-versions.ts'
import { failUpload } from './fail-upload.ts'
import { withLeanHeap } from './lean-heap.ts'
import type { KeyedComponents } from './keyed-components.ts'
import type { KeyedComponent } from './named-version.ts'
import { readUpload } from './read-upload.ts'
import type { ReadLimits, ReadPicture, ReadUpload } from './read-upload.ts'
import { storePictures } from './store-pictures.ts'
import type { Picture } from './store-pictures.ts'

export interface IngestOptions {
  /** Largest document, unpacked. */
  readonly maxBytes?: number
  /** Ends the reading of a large document. */
  readonly signal?: AbortSignal
}

const MAX_BYTES = 256 * 1024 * 1024
const MAX_ATTEMPTS = 3

/** Uploads that were not read and may be when they are tried again, each with what was in the way. */
export type Failures = Map<number, Error>

/**
 * The job that reads uploads: tells what each is, reads it within limits and makes it a part of its project. May be run again after any
 * interruption. A document that cannot be read fails with its reason; running it again would not help. Pictures of several uploads are
 * stored in one transaction, and each in its own where that is refused: what is wrong with one is in the way of none of the others.
 */
export async function ingestUploads(services: Services, uploads: readonly number[], options: IngestOptions = {}): Promise<Failures> {
  const limits = { ...options, maxBytes: options.maxBytes ?? MAX_BYTES }
  const failures: Failures = new Map()
  const { groups, done } = await groupUploads(services.db, uploads)
  for (const { uploads: ids, large } of groups) {
    const ingest = (): Promise<void> => ingestGroup(services, ids, { limits, failures })
    await (large && services.reader === undefined ? withLeanHeap(ingest) : ingest())
  }
  // Whoever read these may have died before the documents were held against what was found.
  await holdAgainstVex(services, await projectsOf(services, done), failures)
  return failures
}

/** The same of one upload. Rejects when it may be read when it is tried again. */
export async function ingestUpload(
  services: Services,
  { upload }: { readonly upload: number },
  options: IngestOptions = {},
): Promise<void> {
  for (const failure of (await ingestUploads(services, [upload], options)).values()) throw failure
}

interface Group {
  readonly limits: ReadLimits
  readonly failures: Failures
}

async function ingestGroup(services: Services, uploads: readonly number[], { limits, failures }: Group): Promise<void> {
  // Before anything is read of what nobody can match.
  advisoriesOf(services)
  const { pictures, vex } = await readAll(services, uploads, { limits, failures })
  const stored = await storeAll(services, pictures, failures)
  await holdAgainstVex(services, [...vex, ...stored], failures)
}

/** An upload and its project. */
type UploadOf = readonly [upload: number, project: number]

interface ReadGroup {
  readonly pictures: readonly ReadPicture[]
  readonly vex: readonly UploadOf[]
}

/** Of each document, only what it says is left when it was read. */
async function readAll(services: Services, uploads: readonly number[], { limits, failures }: Group): Promise<ReadGroup> {
  const claimed = [...(await claimUploads(services.db, uploads))]
  const pictures: ReadPicture[] = []
  const vex: UploadOf[] = []
  for (let one = claimed.shift(); one !== undefined; one = claimed.shift()) {
    const { id, projectId } = one
    try {
      const read = await readOrFail(services, one, limits)
      if (read?.kind === 'sbom') pictures.push(read.picture)
      else if (read?.kind === 'vex') vex.push([id, projectId])
    } catch (error) {
      failures.set(id, errorOf(error))
    }
  }
  return { pictures, vex }
}

async function readOrFail(services: Services, claimed: ClaimedUpload, limits: ReadLimits): Promise<ReadUpload | null> {
  const { id, attempts } = claimed
  // What brought down whoever read it before would bring down the next one too.
  if (attempts > MAX_ATTEMPTS) {
    await failUpload(services, id, 'it could not be read, in several attempts; cupel itself failed over it')
    return null
  }
  try {
    return await readUpload(services, claimed, limits)
  } catch (error) {
    const known = error instanceof CupelError || error instanceof DocumentInvalid
    if (!known) throw error
    services.log.info({ upload: id, reason: error.message }, 'an upload cannot be read')
    await failUpload(services, id, error.message)
    return null
  }
}

/** Gives the uploads that were stored. */
async function storeAll(services: Services, pictures: readonly ReadPicture[], failures: Failures): Promise<readonly UploadOf[]> {
  if (pictures.length === 0) return []
  try {
    await store(services, pictures)
    return pictures.map(({ uploadId, projectId }) => [uploadId, projectId])
  } catch (error) {
    if (pictures.length === 1 || isGone(error)) {
      for (const { uploadId } of pictures) failures.set(uploadId, errorOf(error))
      return []
    }
    services.log.info({ uploads: pictures.length, reason: errorOf(error).message }, 'pictures are stored one by one')
    const stored: UploadOf[] = []
    for (const picture of pictures) stored.push(...(await storeAll(services, [picture], failures)))
    return stored
  }
}

/** Whether the same would happen to each alone. */
function isGone(error: unknown): boolean {
  return isRetryable(error) && (error as { code: string }).code.startsWith('08')
}

async function store(services: Services, pictures: readonly ReadPicture[]): Promise<void> {
  // What the store is brought up to may change until the versions are stored.
  const ids = await ensureVersions(services, distinct(pictures), async (transaction) =>
    (await coverOf(transaction, services.now()))(advisoriesOf(services).current()),
  )
  for (const round of rounds(pictures))
    await storePictures(
      services,
      round.map((picture) => withMembers(picture, ids, pictures.length === 1)),
    )
}

/** Each version once; out of several components the one that says most. */
function distinct(pictures: readonly ReadPicture[]): Iterable<readonly KeyedComponent[]> {
  const [first] = pictures
  if (first !== undefined && pictures.length === 1) return first.components.parts()
  const byKey = new Map<string, KeyedComponent>()
  for (const { components } of pictures) {
    for (const keyed of [...components.parts()].flat()) {
      const known = byKey.get(keyed.key)
      if (known === undefined || saysMore(keyed, known)) byKey.set(keyed.key, keyed)
    }
  }
  // Neighbours in the index one after the other.
  return [[...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))]
}

function saysMore({ component: a }: KeyedComponent, { component: b }: KeyedComponent): boolean {
  const said = ({ licenses, hashes }: typeof a): number => Number(licenses.length > 0) + Number(hashes.length > 0)
  return said(a) > said(b)
}

/** Pictures of one project are stored one after the other, in the order of their coming. */
function rounds(pictures: readonly ReadPicture[]): readonly (readonly ReadPicture[])[] {
  const seen = new Map<number, number>()
  const found: ReadPicture[][] = []
  for (const picture of pictures) {
    const round = seen.get(picture.projectId) ?? 0
    seen.set(picture.projectId, round + 1)
    const known = found[round]
    if (known === undefined) found.push([picture])
    else known.push(picture)
  }
  return found
}

function withMembers({ setDigest, components, ...picture }: ReadPicture, ids: ReadonlyMap<string, number>, isOnly: boolean): Picture {
  // Of a large document nothing has to be unpacked again when these are its versions and no others.
  const members = isOnly && components.count === ids.size ? ids.values() : memberIds(components, ids)
  return { ...picture, set: { digest: setDigest, members: [...Int32Array.from(members).sort()] } }
}

function* memberIds(components: KeyedComponents, ids: ReadonlyMap<string, number>): Generator<number> {
  for (const part of components.parts()) {
    for (const { key } of part) {
      const id = ids.get(key)
      if (id === undefined) throw new Error('a version that was stored just now is there')
      yield id
    }
  }
}

async function projectsOf({ db }: Services, uploads: readonly number[]): Promise<readonly UploadOf[]> {
  if (uploads.length === 0) return []
  const rows = await db.query<{ id: number; project_id: number }>(
    `SELECT id::int4 AS id, project_id FROM upload WHERE id = ANY($1::int8[]) AND kind IN ('sbom', 'vex')`,
    [uploads],
  )
  return rows.map(({ id, project_id }) => [id, project_id])
}

/** Holds the VEX documents of the uploads' projects against what was found there. Only documents that count as done are. */
async function holdAgainstVex(services: Services, uploads: readonly UploadOf[], failures: Failures): Promise<void> {
  if (uploads.length === 0) return
  const rows = await services.db.query<{ project_id: number }>(
    `SELECT DISTINCT project_id FROM upload WHERE project_id = ANY($1::int4[]) AND kind = 'vex' AND state = 'done'`,
    [uploads.map(([, project]) => project)],
  )
  for (const { project_id } of rows) {
    try {
      await applyVex(services, project_id, advisoriesOf(services).current())
    } catch (error) {
      for (const [upload, project] of uploads) if (project === project_id) failures.set(upload, errorOf(error))
    }
  }
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

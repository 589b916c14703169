import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pushFailed, usageWrongValue } from '@cupel/model'
import type { VerdictData } from '../api/contract/verdict.ts'
import { isInventory } from '../ingest/document-kind.ts'
import type { UploadKind } from '../ingest/receive-upload.ts'
import { ApiClient } from './api-client.ts'

/** A document to hand in. `name` is shown in the server's list of uploads. */
export interface PushedDocument {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What the server says of one upload. */
export interface PushedUpload {
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly state: 'queued' | 'running' | 'done' | 'failed'
  readonly problems: readonly { readonly code: string; readonly message: string; readonly path: string; readonly incomplete: boolean }[]
  /** `snapshot` is the picture that it became; absent: a newer document was read before it. */
  readonly result: { readonly components?: number; readonly findings?: number; readonly unmatched?: number; readonly snapshot?: number }
}

export interface PushRequest {
  /** Origin of the server. */
  readonly server: string
  readonly token: string
  /** Slug of the project, with its organisation before a slash when several have it. */
  readonly project: string
  /** Make the project when there is none. */
  readonly create: boolean
  readonly kind: UploadKind
  readonly documents: readonly PushedDocument[]
  /** How long to wait for the server to have read them and asked its rules; null: not at all. */
  readonly waitMs: number | null
  readonly signal: AbortSignal
  readonly onUpload: (upload: PushedUpload) => void
  /** First pause between tries and questions, for tests. */
  readonly pauseMs?: number
}

export interface PushResult {
  readonly uploads: readonly PushedUpload[]
  /** null: not waited for. */
  readonly verdict: VerdictData | null
}

interface ProjectRow {
  readonly id: number
  readonly slug: string
  readonly organisation: string
}

interface Page {
  readonly items: readonly ProjectRow[]
  readonly next: string | null
}

const UPLOAD = ['id', 'name', 'kind', 'state', 'problems', 'result'] as const
const VERDICT = ['outcome', 'pending', 'incomplete', 'gaps', 'failing', 'undecided'] as const

const MAX_PAGES = 50
const POLL_MS = 400
const MAX_POLL_MS = 5000

/** Hands documents in, one upload each, and waits for the server's verdict when asked. Throws CupelError when something is not taken. */
export async function pushDocuments(request: PushRequest): Promise<PushResult> {
  const { documents, kind, waitMs, onUpload } = request
  checkOneInventory(request)
  const api = new ApiClient(request)
  const project = await foundProject(api, request)
  const uploads: PushedUpload[] = []
  for (const { name, bytes } of documents) {
    const query = new URLSearchParams({ kind, name: name.slice(-300) })
    // One key a document and run: a try that is repeated is one upload, the same file in a later run is a new one.
    const how = { key: randomUUID(), type: 'application/octet-stream', what: name, told: UPLOAD }
    uploads.push(await api.post<PushedUpload>(`/projects/${project.id}/uploads?${query}`, bytes, how))
  }
  if (waitMs === null) {
    for (const upload of uploads) onUpload(upload)
    return { uploads, verdict: null }
  }
  const clock = new Patience(request, waitMs)
  const read: PushedUpload[] = []
  for (const { id } of uploads) {
    const upload = await clock.until(
      `upload ${id} was read`,
      () => api.get<PushedUpload>(`/uploads/${id}`, { what: `the question for upload ${id}`, told: UPLOAD }),
      ended,
    )
    onUpload(upload)
    read.push(upload)
  }
  const verdict = await clock.until(
    'its rules were asked',
    () => api.get<VerdictData>(`/projects/${project.id}/verdict`, { what: 'the question for the verdict', told: VERDICT }),
    ({ pending }) => !pending,
  )
  return { uploads: read, verdict }
}

/** An inventory is what the project is from then on: of two in one push, the server would forget the first. */
function checkOneInventory({ documents, kind, project }: PushRequest): void {
  const inventories = documents.filter(({ bytes }) => isInventory(bytes, kind)).map(({ name }) => name)
  if (inventories.length < 2) return
  const named = `${inventories.slice(0, 3).join(', ')}${inventories.length > 3 ? ', …' : ''}`
  const instead =
    'one for a project, as each takes the place of the one before; merge them with `cupel sbom merge`, or push each to a project'
  throw usageWrongValue(`a push to ${project}`, `${inventories.length} inventories (${named})`, instead)
}

function ended({ state }: PushedUpload): boolean {
  return state === 'done' || state === 'failed'
}

/** Counts the pauses it makes, not the clock, which may be turned. */
class Patience {
  readonly #signal: AbortSignal
  readonly #pauseMs: number
  #leftMs: number

  constructor({ signal, pauseMs = POLL_MS }: PushRequest, waitMs: number) {
    this.#signal = signal
    this.#pauseMs = pauseMs
    this.#leftMs = waitMs
  }

  async until<T>(what: string, ask: () => Promise<T>, enough: (answer: T) => boolean): Promise<T> {
    for (let pauseMs = this.#pauseMs; ; pauseMs = Math.min(pauseMs * 1.5, MAX_POLL_MS)) {
      const answer = await ask()
      if (enough(answer)) return answer
      if (this.#leftMs <= 0) throw pushFailed('the push', `the time to wait ended before ${what}; what was sent is kept there`)
      await sleep(pauseMs, undefined, { signal: this.#signal })
      this.#leftMs -= pauseMs
    }
  }
}

async function foundProject(api: ApiClient, { project, create }: PushRequest): Promise<ProjectRow> {
  const parts = project.split('/')
  const slug = parts.at(-1) as string
  const organisation = parts.length > 1 ? parts.slice(0, -1).join('/') : null
  const found = await projectsNamed(api, slug, organisation)
  if (found.length > 1) {
    const names = found.map((one) => `${one.organisation}/${slug}`).join(', ')
    throw pushFailed(`project ${slug}`, `several organisations have one; give one of ${names}`)
  }
  if (found[0] !== undefined) return found[0]
  if (!create) {
    const hint = 'is the name right? --create makes it'
    throw pushFailed(`project ${project}`, 'the server has none of this name that the token may see', { hint })
  }
  const input = { slug, name: slug, ...(organisation === null ? {} : { organisation }) }
  return api.post<ProjectRow>('/projects', Buffer.from(JSON.stringify(input)), {
    key: randomUUID(),
    type: 'application/json',
    what: `the new project ${project}`,
    told: ['id'],
  })
}

async function projectsNamed(api: ApiClient, slug: string, organisation: string | null): Promise<readonly ProjectRow[]> {
  const found: ProjectRow[] = []
  let cursor: string | null = null
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams({ q: slug, limit: '200', sort: 'name', ...(cursor === null ? {} : { cursor }) })
    const { items, next }: Page = await api.get<Page>(`/projects?${query}`, {
      what: `the question for project ${slug}`,
      told: ['items', 'next'],
    })
    found.push(...items.filter((one) => one.slug === slug && (organisation === null || one.organisation === organisation)))
    if (next === null) break
    cursor = next
  }
  return found
}

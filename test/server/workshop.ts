import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { syncDatabase } from '@cupel/advisory/sync'
import type { SyncResult } from '@cupel/advisory/sync'
import type { OsvEvent, OsvRecord } from '@cupel/model'
import { starterIndex } from '../../packages/engine/src/advisories.ts'
import { writeBucket } from '../../packages/advisory/src/sources/test-bucket.ts'
import type { BucketRecords, BucketSignals } from '../../packages/advisory/src/sources/test-bucket.ts'
import { holdAdvisories } from '../../packages/server/src/feed/advisory-holder.ts'
import type { AdvisoryHolder } from '../../packages/server/src/feed/advisory-holder.ts'
import { ingestUpload } from '../../packages/server/src/ingest/ingest-uploads.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import type { UploadKind } from '../../packages/server/src/ingest/receive-upload.ts'
import type { Services } from '../../packages/server/src/services.ts'
import type { Database } from '../../packages/server/src/store/database.ts'
import { silentLog } from '../../packages/server/src/testing/silent-log.ts'
import { openTestDatabase } from '../../packages/server/src/testing/test-database.ts'

/** A server's inside over a test database and an advisory index of its own, with a clock that stands until it is turned. */
export interface Workshop {
  readonly db: Database
  readonly services: Services & { readonly advisories: AdvisoryHolder }
  /** Jobs that were sent. */
  readonly jobs: { readonly queue: string; readonly payload: object }[]
  readonly home: string
  /** Makes the advisory index hold these records. */
  sync(records: BucketRecords, signals?: BucketSignals): Promise<SyncResult>
  turn(milliseconds: number): void
  organisation(slug: string): Promise<number>
  project(organisation: number, slug: string): Promise<number>
  /** Receives a document and reads it at once; gives the upload as it then stands. */
  upload(
    project: number,
    document: string | Uint8Array | object,
    options?: { name?: string; kind?: UploadKind; decides?: boolean },
  ): Promise<UploadState>
  /** `shown purl` of all findings of a project of now, sorted, before anybody's triage. */
  findings(project: number): Promise<readonly string[]>
  close(): Promise<void>
}

export interface UploadState {
  readonly id: number
  readonly kind: string
  readonly state: string
  readonly result: Readonly<Record<string, number>>
  readonly problems: readonly { readonly code: string; readonly message: string }[]
}

export async function openWorkshop(): Promise<Workshop> {
  const db = await openTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'cupel-workshop-'))
  const home = join(folder, 'home')
  const advisories = holdAdvisories(home, starterIndex)
  const jobs: { queue: string; payload: object }[] = []
  let time = Date.parse('2026-03-01T00:00:00Z')
  const services = {
    db,
    now: () => new Date(time),
    random: (bytes: number) => new Uint8Array(bytes),
    log: silentLog,
    jobs: { send: async (queue: string, payload: object) => void jobs.push({ queue, payload }) },
    advisories,
    network: { privateNetwork: true, offline: false },
  }
  return {
    db,
    services,
    jobs,
    home,
    async sync(records, signals = {}) {
      writeBucket(folder, records, signals)
      return syncDatabase({ home, from: folder, signal: new AbortController().signal, now: services.now, emit: () => {} })
    },
    turn: (milliseconds) => void (time += milliseconds),
    organisation: (slug) =>
      idOf(db, 'INSERT INTO organisation (slug, name, created_at) VALUES ($1, $1, $2) RETURNING id', [slug, services.now()]),
    project: (organisation, slug) =>
      idOf(db, 'INSERT INTO project (org_id, slug, name, created_at) VALUES ($1, $2, $2, $3) RETURNING id', [
        organisation,
        slug,
        services.now(),
      ]),
    async upload(project, document, { name = 'bom.json', kind = 'auto', decides = true } = {}) {
      const bytes =
        document instanceof Uint8Array ? document : Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
      const { id } = await receiveUpload(services, { projectId: project, bytes, kind, name, actor: 'test', decides, origin: 'api' })
      await ingestUpload(services, { upload: id })
      const [row] = await db.query<UploadState>('SELECT id::int4 AS id, kind, state, result, problems FROM upload WHERE id = $1', [id])
      return row!
    },
    async findings(project) {
      const rows = await db.query<{ text: string }>(
        `SELECT v.shown || ' ' || pv.purl AS text FROM snapshot s JOIN project p ON p.id = s.project_id
         JOIN component_set c ON c.id = s.set_id CROSS JOIN unnest(c.members) AS x(version_id)
         JOIN match m ON m.version_id = x.version_id AND m.until IS NULL AND (m.org_id IS NULL OR m.org_id = p.org_id)
         JOIN vulnerability v ON v.id = m.vulnerability_id JOIN package_version pv ON pv.id = m.version_id
         WHERE s.project_id = $1 AND s.until IS NULL`,
        [project],
      )
      return rows.map(({ text }) => text).sort()
    },
    async close() {
      advisories.close()
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function idOf(db: Database, sql: string, parameters: readonly unknown[]): Promise<number> {
  const [row] = await db.query<{ id: number }>(sql, parameters)
  return row!.id
}

/** A CycloneDX document of npm packages, given as `name@version`; `needs` are its edges. */
export function npmBom(packages: readonly string[], needs: readonly (readonly [from: string, to: string])[] = []): object {
  const ref = (name: string): string => (name === 'app' ? 'app' : `pkg:npm/${name}`)
  const from = new Map<string, string[]>()
  for (const [one, other] of needs) from.set(ref(one), [...(from.get(ref(one)) ?? []), ref(other)])
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: 'app', 'bom-ref': 'app' } },
    components: packages.map((name) => {
      const at = name.lastIndexOf('@')
      return { type: 'library', name: name.slice(0, at), version: name.slice(at + 1), purl: `pkg:npm/${name}`, 'bom-ref': ref(name) }
    }),
    dependencies: [...from].map(([one, others]) => ({ ref: one, dependsOn: others })),
  }
}

/** An OSV record about npm packages. */
export function npmRecord(
  id: string,
  affects: Readonly<Record<string, readonly OsvEvent[]>>,
  more: Readonly<Record<string, unknown>> = {},
): OsvRecord {
  return {
    id,
    modified: '2026-01-01T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    summary: `about ${id}`,
    affected: Object.entries(affects).map(([name, events]) => ({
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events }],
    })),
    ...more,
  }
}

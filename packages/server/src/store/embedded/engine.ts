import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite, messages } from '@electric-sql/pglite'
import type { PGliteOptions } from '@electric-sql/pglite'
import { COLUMN_READERS } from '../sql-text.ts'
import type { EngineAnswer, EnginePort, EngineRequest, EngineStart } from './engine-protocol.ts'
import { SyncedFolder } from './synced-folder.ts'

/** Small: the pages also stand in the operating system's cache. */
const SETTINGS = [
  'shared_buffers=16MB',
  'work_mem=16MB',
  'maintenance_work_mem=32MB',
  'wal_sync_method=fsync',
  'min_wal_size=32MB',
  'max_wal_size=64MB',
  'gin_pending_list_limit=1MB',
  // Statistics are gathered by our own housekeeping; sequential pages of a file in the cache cost what random ones do.
  'random_page_cost=1.1',
  'jit=off',
]

/**
 * PostgreSQL in this thread, answering one request after the other on `port`. Statements are answered in the order of their coming.
 * An engine that can no longer be trusted (its memory or its log is in doubt) says so and answers nothing more.
 */
export async function serveEngine(port: EnginePort<EngineAnswer, EngineRequest>, start: EngineStart): Promise<void> {
  let alive = true
  function die(error: unknown): void {
    alive = false
    port.postMessage({ kind: 'dead', reason: error instanceof Error ? error.message : String(error) })
  }
  let engine: PGlite
  try {
    engine = await startEngine(start)
  } catch (error) {
    return die(error)
  }
  let last: Promise<void> = Promise.resolve()
  port.on('message', (request) => {
    last = last.then(async () => {
      if (!alive) return
      try {
        port.postMessage(await answer(engine, request))
      } catch (error) {
        if (!(error instanceof messages.DatabaseError) || error.severity === 'PANIC' || error.severity === 'FATAL') return die(error)
        const { code, detail, constraint, table, column } = error
        port.postMessage({ kind: 'error', id: request.id, message: error.message, fields: { code, detail, constraint, table, column } })
      }
    })
  })
  port.postMessage({ kind: 'ready' })
}

async function startEngine({ assets, dataFolder, image }: EngineStart): Promise<PGlite> {
  const defaults = (PGlite as unknown as { defaultStartParams: readonly string[] }).defaultStartParams
  const options: PGliteOptions = {
    // -F switches fsync off.
    startParams: [...defaults.filter((flag) => dataFolder === null || flag !== '-F'), ...SETTINGS.flatMap((setting) => ['-c', setting])],
    // Segments of 16 MB would be most of a new store.
    initDbStartParams: ['--wal-segsize=4'],
    ...(assets === null ? {} : await assetsOf(assets)),
    ...(dataFolder === null ? {} : { fs: new SyncedFolder(dataFolder) }),
    ...(image === null ? {} : { loadDataDir: new Blob([image as Uint8Array<ArrayBuffer>]) }),
  }
  const engine = await PGlite.create(options)
  for (const type of Object.keys(engine.serializers)) engine.serializers[type as never] = ((value: unknown) => value) as never
  for (const type of Object.keys(engine.parsers)) delete engine.parsers[type as never]
  for (const [type, read] of COLUMN_READERS) engine.parsers[type] = read
  await engine.exec("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'iso_8601'")
  return engine
}

/** Not in Node's own types. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { compile(bytes: Uint8Array): Promise<NonNullable<PGliteOptions['pgliteWasmModule']>> }
}

async function assetsOf(folder: string): Promise<Pick<PGliteOptions, 'pgliteWasmModule' | 'initdbWasmModule' | 'fsBundle'>> {
  const [pgliteWasmModule, initdbWasmModule] = await Promise.all([
    WebAssembly.compile(readFileSync(join(folder, 'pglite.wasm'))),
    WebAssembly.compile(readFileSync(join(folder, 'initdb.wasm'))),
  ])
  return { pgliteWasmModule, initdbWasmModule, fsBundle: new Blob([readFileSync(join(folder, 'pglite.data'))]) }
}

async function answer(engine: PGlite, request: EngineRequest): Promise<EngineAnswer> {
  const { id } = request
  if ('begin' in request && request.begin !== undefined) await engine.exec(request.begin)
  switch (request.kind) {
    case 'statement': {
      const {
        fields,
        rows,
        affectedRows,
        command = '',
      } = await engine.query<unknown[]>(request.sql, [...request.parameters], { rowMode: 'array' })
      const columns = fields.map(({ name }) => name)
      return { kind: 'rows', id, rows: { columns, rows, touched: Math.max(affectedRows ?? 0, rows.length), command } }
    }
    case 'script':
      await engine.exec(request.sql)
      return { kind: 'done', id }
    case 'image':
      return { kind: 'image', id, image: new Uint8Array(await (await engine.dumpDataDir('none')).arrayBuffer()) }
    case 'close':
      await engine.exec('CHECKPOINT')
      await engine.close()
      return { kind: 'done', id }
  }
}

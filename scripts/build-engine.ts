import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { JOBS } from '../packages/server/src/jobs/registry.ts'
import { makeTemplate } from '../packages/server/src/store/embedded/make-template.ts'
import { migrationDigest } from '../packages/server/src/store/migrate.ts'
import { MIGRATIONS } from '../packages/server/src/store/migrations/index.ts'

const ASSETS = ['pglite.wasm', 'pglite.data', 'initdb.wasm']

/** Puts the embedded engine beside the bundle: its thread, its WebAssembly, and the data directory that new stores start from. */
export async function buildEngine(root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const thread = await rolldown({
    input: join(root, 'packages', 'server', 'src', 'store', 'embedded', 'engine-thread.ts'),
    platform: 'node',
    transform: { target: 'node20' },
    logLevel: 'warn',
    // Emscripten's own, of a branch that this engine does not take.
    checks: { eval: false },
  })
  await thread.write({
    file: join(folder, 'engine-thread.js'),
    format: 'esm',
    minify: true,
    codeSplitting: false,
    comments: { legal: false },
  })
  const installed = join(root, 'node_modules', '@electric-sql', 'pglite', 'dist')
  for (const name of ASSETS) copyFileSync(join(installed, name), join(folder, name))
  writeFileSync(join(folder, 'template.bin'), await template(root, folder))
}

/** Making it takes seconds, so it is kept for as long as nothing that it is made of changes. */
async function template(root: string, folder: string): Promise<Uint8Array> {
  const made = createHash('sha256').update(MIGRATIONS.map(migrationDigest).join(' '))
  for (const { queue, retries, retryDelaySeconds } of JOBS) made.update(`${queue} ${retries} ${retryDelaySeconds}`)
  for (const name of [...ASSETS, 'engine-thread.js']) made.update(readFileSync(join(folder, name)))
  const cache = join(root, 'node_modules', '.cache', 'cupel-template')
  const file = join(cache, `${made.digest('hex').slice(0, 16)}.bin`)
  if (existsSync(file)) return readFileSync(file)
  const packed = await makeTemplate(folder)
  mkdirSync(cache, { recursive: true })
  writeFileSync(file, packed)
  return packed
}

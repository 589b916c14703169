import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const ROOT = process.cwd()
const WEB = join(ROOT, 'apps', 'web')
const DIST = join(WEB, 'dist')
const STAMP = join(DIST, '.stamp')
const INPUTS = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json']
/** What a browser fetches before the first page stands: entry, its imports, styles, the English texts, the home page. */
const MOST_FIRST_BYTES = 300 * 1024
const PACKED = /\.(js|css|html|svg)$/
const LEAST_PACKED_BYTES = 1024

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

/** Builds the web app into apps/web/dist, unless what is there was made of the same sources, and copies it to `into`. */
export function buildWeb(into: string): { readonly firstBytes: number; readonly built: boolean } {
  const digest = digestOfInputs()
  const known = existsSync(STAMP) ? readFileSync(STAMP, 'utf8').split('\n') : []
  const built = known[0] !== digest
  if (built) {
    const fresh = build()
    writeFileSync(join(fresh, '.stamp'), `${digest}\n${firstLoad(fresh)}\n`)
    rmSync(DIST, { recursive: true, force: true })
    renameSync(fresh, DIST)
  }
  cpSync(DIST, into, { recursive: true, filter: (file) => !/[/\\]\.(stamp|vite)$/.test(file) })
  return { firstBytes: Number(readFileSync(STAMP, 'utf8').split('\n')[1]), built }
}

function digestOfInputs(): string {
  const hash = createHash('sha256')
  for (const input of [
    ...INPUTS.flatMap((name) => filesOf(join(WEB, name))),
    join(ROOT, 'package-lock.json'),
    join(ROOT, 'scripts', 'build-web.ts'),
  ]) {
    hash.update(relative(ROOT, input)).update('\0').update(readFileSync(input)).update('\0')
  }
  return hash.digest('hex')
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch {
    return [path]
  }
}

/** Vite runs as a program of its own: it brings its own bundler, which this script is bundled without. Built beside; the caller renames. */
function build(): string {
  const fresh = join(WEB, `dist.${process.pid}`)
  const { status } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      WEB,
      '--config',
      join(WEB, 'vite.config.ts'),
      '--outDir',
      fresh,
      '--logLevel',
      'warn',
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  if (status !== 0) throw new Error('the web app could not be built')
  for (const file of filesOf(fresh).filter((name) => PACKED.test(name))) {
    const content = readFileSync(file)
    if (content.length < LEAST_PACKED_BYTES || file.endsWith('index.html')) continue
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }))
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  }
  return fresh
}

function firstLoad(folder: string): number {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>
  const files = new Set<string>(['index.html', 'before.js', 'icon.svg'])
  const seen = new Set<string>()
  const pending = ['index.html', 'src/locales/en.json', 'src/views/home/home-view.tsx']
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const chunk = manifest[name]
    if (chunk === undefined) throw new Error(`the web app has no part ${name}`)
    files.add(chunk.file)
    for (const style of chunk.css ?? []) files.add(style)
    pending.push(...(chunk.imports ?? []))
  }
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0)
  if (bytes > MOST_FIRST_BYTES) throw new Error(`the first load of the web app is ${bytes} bytes gzip, more than ${MOST_FIRST_BYTES}`)
  return bytes
}

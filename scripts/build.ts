import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { thirdPartyNotices } from './third-party.ts'
import { buildWeb } from './build-web.ts'
import { buildEngine } from './build-engine.ts'

/**
 * Bundles the command line and the library into apps/cli/dist: a small entry, one chunk a command and a plug-in, no runtime
 * dependencies. Built beside and renamed, so that a running cupel never sees half a bundle.
 */
const ROOT = process.cwd()
const CLI = join(ROOT, 'apps', 'cli')
const dist = join(CLI, 'dist')
const fresh = join(CLI, `dist.${process.pid}`)

const { version } = JSON.parse(readFileSync(join(CLI, 'package.json'), 'utf8')) as { version: string }
/** What `cupel scan` of a package-lock needs at once, as a program asks for it: one file instead of forty to open. */
const HOT = [
  'apps/cli/src/dispatch.ts',
  'apps/cli/src/commands/scan.ts',
  'packages/inventory/src/extractors/package-lock.ts',
  'packages/model/src/versions/semver.ts',
  'packages/formats/src/reports/json.ts',
]

interface Output {
  readonly type: string
  readonly fileName: string
  readonly code?: string
  readonly imports?: readonly string[]
  readonly moduleIds?: readonly string[]
  readonly facadeModuleId?: string | null
}

/** The command line is CommonJS, which Node loads synchronously and in a third of the time; the library is a module. */
async function bundle(
  input: Readonly<Record<string, string>>,
  format: 'cjs' | 'esm',
  hot: ReadonlySet<string>,
): Promise<readonly Output[]> {
  const extension = format === 'cjs' ? 'cjs' : 'js'
  const built = await rolldown({
    input: { ...input },
    preserveEntrySignatures: 'allow-extension',
    platform: 'node',
    transform: { target: 'node20', define: { CUPEL_VERSION: JSON.stringify(version) } },
    treeshake: true,
    logLevel: 'warn',
  })
  const { output } = await built.write({
    dir: fresh,
    format,
    minify: !process.argv.includes('--readable'),
    entryFileNames: `[name].${extension}`,
    // The entry finds the core by its name, to load it with its compiled form.
    chunkFileNames: ({ name }) => (name === 'core' ? `${format}/core.${extension}` : `${format}/[name]-[hash].${extension}`),
    comments: { legal: false },
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'core', test: (id) => hot.has(id) }] },
  })
  return output as readonly Output[]
}

/** Modules that load together with the hot entries, as a first bundling without groups tells. */
function hotModules(output: readonly Output[]): ReadonlySet<string> {
  const byName = new Map(output.map((chunk) => [chunk.fileName, chunk]))
  const pending = output.filter(({ moduleIds = [] }) => moduleIds.some((id) => HOT.some((hot) => id === join(ROOT, hot))))
  const seen = new Set<Output>()
  for (let chunk = pending.pop(); chunk !== undefined; chunk = pending.pop()) {
    if (seen.has(chunk) || chunk.fileName.startsWith('main.')) continue
    seen.add(chunk)
    for (const name of chunk.imports ?? []) {
      const next = byName.get(name)
      if (next !== undefined) pending.push(next)
    }
  }
  return new Set([...seen].flatMap(({ moduleIds = [] }) => moduleIds))
}

const PROGRAM = {
  main: join(CLI, 'src', 'main.ts'),
  /** Entry of the thread in which a server reads large documents; of the same chunks. */
  'reading-thread': join(ROOT, 'packages', 'server', 'src', 'ingest', 'reading-thread.ts'),
}

const hot = hotModules(await bundle(PROGRAM, 'cjs', new Set()))
rmSync(fresh, { recursive: true, force: true })
const output = [...(await bundle(PROGRAM, 'cjs', hot)), ...(await bundle({ library: join(CLI, 'src', 'library.ts') }, 'esm', hot))]
const files = output.length
const bytes = output.reduce((sum, { code = '' }) => sum + code.length, 0)
cpSync(join(ROOT, 'packages', 'advisory', 'data'), join(fresh, 'data'), { recursive: true })
cpSync(join(ROOT, 'packages', 'policy', 'data', 'packs'), join(fresh, 'data', 'packs'), { recursive: true })
cpSync(join(ROOT, 'packages', 'provenance', 'data', 'sigstore-trust.json'), join(fresh, 'data', 'sigstore-trust.json'))
cpSync(join(ROOT, 'packages', 'server', 'data', 'demo-assessments.jsonl'), join(fresh, 'data', 'demo-assessments.jsonl'))
await buildEngine(ROOT, join(fresh, 'pglite'))
const web = buildWeb(join(fresh, 'web'))
writeFileSync(join(fresh, 'package.json'), '{ "type": "module" }\n')
writeFileSync(join(fresh, 'THIRD-PARTY.txt'), thirdPartyNotices(ROOT))
/** The bundler's helpers stand in a chunk of their own; the core holds them itself, and the entry asks for them in vain. */
function withHelpers(code: string): string {
  return code.replace(HELPERS, (_, name: string) => {
    const helpers = readFileSync(join(fresh, 'cjs', name), 'utf8')
    return `(()=>{const exports={};${helpers};return exports})()`
  })
}

const HELPERS = /require\("\.\/(?:cjs\/)?(rolldown-runtime-[^"]+)"\)/

/** One byte a character is read, decoded and scanned sooner; what is not ASCII stands in strings and patterns, where an escape says the same. */
function inAscii(code: string): string {
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * Parts of Node that an ordinary scan never touches are loaded when something of them is first asked for. Not those that a scan with
 * findings needs: Node's own compiled forms hold only until the loader sets its flag.
 */
function withLateParts(code: string): string {
  return code.replace(/require\("(node:os|node:url|url)"\)/g, 'new Proxy({},{get:(kept,k)=>(kept.m??=require("$1"))[k]})')
}

for (const [name, rewrite] of [
  ['main.cjs', (code: string) => code.replace(HELPERS, '({})')],
  [join('cjs', 'core.cjs'), (code: string) => inAscii(withLateParts(withHelpers(code)))],
] as const) {
  const file = join(fresh, name)
  writeFileSync(file, rewrite(readFileSync(file, 'utf8')))
}
rmSync(dist, { recursive: true, force: true })
renameSync(fresh, dist)
// V8 keeps the compiled form beside the source for the Node that built it; any other ignores it.
spawnSync(process.execPath, [join(ROOT, 'scripts', 'warm-core.cjs'), dist, join(ROOT, 'examples', 'shop')], {
  stdio: 'ignore',
  env: { ...process.env, CUPEL_HOME: join(dist, 'no-home') },
})
if (!existsSync(join(dist, 'main.cjs'))) throw new Error('the bundle has no entry')
console.log(`built apps/cli/dist: ${files} files, ${Math.round(bytes / 1024)} KB`)
console.log(`${web.built ? 'built' : 'kept'} apps/web/dist: first load ${Math.round(web.firstBytes / 1024)} KB gzip`)
if (process.argv.includes('--list')) {
  const chunk = output.find(({ fileName }) => fileName.endsWith('/core.cjs')) as
    | { modules?: Record<string, { renderedLength?: number; code?: string | null }> }
    | undefined
  for (const [id, module] of Object.entries(chunk?.modules ?? {})
    .sort(([, a], [, b]) => (b.renderedLength ?? 0) - (a.renderedLength ?? 0))
    .slice(0, 90))
    console.log(module.renderedLength, id.slice(ROOT.length))
}

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { AXES } from './gen-axes.ts'
import type { Axis, Plugin } from './gen-axes.ts'

const ROOT = process.cwd()
const check = process.argv.includes('--check')

/** Imports every plug-in of a folder once, through one throw-away bundle, so that this works on every supported Node. */
async function pluginsOf(axis: Axis): Promise<readonly Plugin[]> {
  const folder = join(ROOT, axis.folder)
  if (axis.only !== undefined) return [{ name: axis.only[1], meta: await importOnly(folder, axis.only) }]
  const names = filesOf(folder, axis.nested === true)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -3))
    .sort()
  const entry = names.map((name, at) => `export { default as plugin${at} } from ${JSON.stringify(join(folder, `${name}.ts`))}`).join('\n')
  const loaded = await importBundled(axis.name, entry)
  return names.map((name, at) => ({ name, meta: loaded[`plugin${at}`] ?? {} }))
}

function filesOf(folder: string, nested: boolean): readonly string[] {
  if (!nested) return readdirSync(folder)
  return readdirSync(folder).flatMap((area) => readdirSync(join(folder, area)).map((name) => `${area}/${name}`))
}

async function describeOf(axis: Axis): Promise<((all: readonly Plugin['meta'][], version: string) => unknown) | undefined> {
  if (axis.describe === undefined) return undefined
  const [file, exported] = axis.describe
  const loaded = await importBundled(`${axis.name}-describe`, `export { ${exported} } from ${JSON.stringify(join(ROOT, `${file}.ts`))}`)
  return loaded[exported] as unknown as (all: readonly Plugin['meta'][], version: string) => unknown
}

async function importOnly(folder: string, [file, exported]: readonly [string, string]): Promise<Readonly<Record<string, unknown>>> {
  const loaded = await importBundled(file, `export { ${exported} } from ${JSON.stringify(join(folder, `${file}.ts`))}`)
  return loaded[exported] ?? {}
}

async function importBundled(name: string, source: string): Promise<Record<string, Record<string, unknown>>> {
  const cache = join(ROOT, 'node_modules', '.cache', 'gen')
  mkdirSync(cache, { recursive: true })
  const entry = join(cache, `${name}.${process.pid}.ts`)
  const file = join(cache, `${name}.${process.pid}.mjs`)
  writeFileSync(entry, source)
  try {
    const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'silent', shimMissingExports: true, external: [/^rolldown/] })
    await bundle.write({ file, format: 'esm', codeSplitting: false })
    return (await import(pathToFileURL(file).href)) as Record<string, Record<string, unknown>>
  } finally {
    rmSync(entry, { force: true })
    rmSync(file, { force: true })
  }
}

function stale(path: string, text: string): boolean {
  let present = ''
  try {
    present = readFileSync(join(ROOT, path), 'utf8')
  } catch {
    // absent is stale
  }
  if (present === text) return false
  if (!check) writeFileSync(join(ROOT, path), text)
  return true
}

/** Ids keep the spelling of those who coined them (`hasSBOM`, `Token-Permissions`); file names are kebab-case. */
function plainName(name: string): string {
  return name.replaceAll('-', '').toLowerCase()
}

const outdated: string[] = []
for (const axis of AXES) {
  const plugins = await pluginsOf(axis)
  for (const plugin of axis.only === undefined ? plugins : []) {
    if (plainName(String(plugin.meta['id'])) !== plainName(plugin.name.slice(plugin.name.indexOf('/') + 1)))
      throw new Error(`${axis.folder}/${plugin.name}.ts: its id is ${String(plugin.meta['id'])}, not its file name`)
  }
  for (const [path, text] of axis.write(plugins, await describeOf(axis))) if (stale(path, text)) outdated.push(path)
}
console.log(
  outdated.length === 0 ? 'generated files are up to date' : `${check ? 'stale, run npm run gen' : 'written'}: ${outdated.join(', ')}`,
)
if (check && outdated.length > 0) process.exitCode = 1

// Runs a TypeScript script on every supported Node: bundles it into node_modules/.cache and imports the result.
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const [script, ...args] = process.argv.slice(2)
if (script === undefined) throw new Error('usage: node scripts/run.mjs <script.ts> [arguments]')
const folder = join(import.meta.dirname, '..', 'node_modules', '.cache', 'scripts')
mkdirSync(folder, { recursive: true })
// What the product reads beside itself, for scripts that use its parts: from the build, where there is one.
const data = join(import.meta.dirname, '..', 'apps', 'cli', 'dist', 'data')
if (existsSync(data)) cpSync(data, join(folder, 'data'), { recursive: true })
const file = join(folder, `${basename(script, '.ts')}.${process.pid}.mjs`)
const bundle = await rolldown({ input: resolve(script), platform: 'node', external: [/^rolldown/, /^@electric-sql\//], logLevel: 'warn' })
await bundle.write({ file, format: 'esm', codeSplitting: false })
process.argv = [process.argv[0], resolve(script), ...args]
try {
  await import(pathToFileURL(file).href)
} finally {
  const { rmSync } = await import('node:fs')
  rmSync(file, { force: true })
}

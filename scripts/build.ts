import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/**
 * Bundles the command line and the library into apps/cli/dist: a small entry, one chunk a command and a plug-in, no runtime
 * dependencies. Built beside and renamed, so that a running cupel never sees half a bundle.
 */
const ROOT = process.cwd()
const CLI = join(ROOT, 'apps', 'cli')
const dist = join(CLI, 'dist')
const fresh = join(CLI, `dist.${process.pid}`)

const { version } = JSON.parse(readFileSync(join(CLI, 'package.json'), 'utf8')) as { version: string }
const bundle = await rolldown({
  input: { main: join(CLI, 'src', 'main.ts'), library: join(CLI, 'src', 'library.ts') },
  platform: 'node',
  transform: { target: 'node20', define: { CUPEL_VERSION: JSON.stringify(version) } },
  treeshake: true,
  logLevel: 'warn',
})
const { output } = await bundle.write({
  dir: fresh,
  format: 'esm',
  minify: !process.argv.includes('--readable'),
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  legalComments: 'none',
})
cpSync(join(ROOT, 'packages', 'advisory', 'data'), join(fresh, 'data'), { recursive: true })
writeFileSync(join(fresh, 'package.json'), '{ "type": "module" }\n')
rmSync(dist, { recursive: true, force: true })
renameSync(fresh, dist)
if (!existsSync(join(dist, 'main.js'))) throw new Error('the bundle has no entry')
const bytes = output.reduce((sum, chunk) => sum + (chunk.type === 'chunk' ? chunk.code.length : 0), 0)
console.log(`built apps/cli/dist: ${output.length} files, ${Math.round(bytes / 1024)} KB`)

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
let bytes = 0
let files = 0

/** The command line is CommonJS, which Node loads synchronously and in a third of the time; the library is a module. */
async function bundle(entry: 'main' | 'library', format: 'cjs' | 'esm'): Promise<void> {
  const extension = format === 'cjs' ? 'cjs' : 'js'
  const built = await rolldown({
    input: { [entry]: join(CLI, 'src', `${entry}.ts`) },
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
    chunkFileNames: `${format}/[name]-[hash].${extension}`,
    legalComments: 'none',
  })
  files += output.length
  bytes += output.reduce((sum, chunk) => sum + (chunk.type === 'chunk' ? chunk.code.length : 0), 0)
}
await bundle('main', 'cjs')
await bundle('library', 'esm')
cpSync(join(ROOT, 'packages', 'advisory', 'data'), join(fresh, 'data'), { recursive: true })
writeFileSync(join(fresh, 'package.json'), '{ "type": "module" }\n')
rmSync(dist, { recursive: true, force: true })
renameSync(fresh, dist)
if (!existsSync(join(dist, 'main.cjs'))) throw new Error('the bundle has no entry')
console.log(`built apps/cli/dist: ${files} files, ${Math.round(bytes / 1024)} KB`)

import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/**
 * Lays the declarations that `tsc -b` made beside the bundle, as apps/cli/dist/types/<room>, with imports of other rooms turned into
 * relative ones: the published package has no other package to resolve them from.
 */
const ROOT = process.cwd()
const MADE = join(ROOT, 'node_modules', '.cache', 'tsc')
const TYPES = join(ROOT, 'apps', 'cli', 'dist', 'types')
const ROOMS = ['model', 'formats', 'source', 'inventory', 'advisory', 'policy', 'engine', 'cli']

rmSync(TYPES, { recursive: true, force: true })
for (const room of ROOMS) {
  const from = join(MADE, room)
  if (!existsSync(from)) throw new Error('run npm run check:types first: its declarations are what is published')
  cpSync(from, join(TYPES, room), { recursive: true, filter: (path) => !path.endsWith('.tsbuildinfo') && !path.endsWith('.test.d.ts') })
}
for (const entry of readdirSync(TYPES, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.d.ts')) continue
  const file = join(entry.parentPath, entry.name)
  const text = readFileSync(file, 'utf8').replaceAll(
    /(['"])@cupel\/([a-z]+)(?:\/([a-z]+))?\1/g,
    (_, quote: string, room: string, door = 'index') => {
      const path = relative(entry.parentPath, join(TYPES, room, `${door}.js`))
        .split(sep)
        .join('/')
      return `${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`
    },
  )
  writeFileSync(file, text)
}
writeFileSync(join(TYPES, '..', 'library.d.ts'), "export * from './types/cli/library.js'\n")

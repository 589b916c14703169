import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

const FLOORS: Readonly<Record<string, number>> = {
  'packages/model': 0,
  'packages/formats': 1,
  'packages/source': 1,
  'packages/inventory': 2,
  'packages/advisory': 2,
  'packages/assess': 2,
  'packages/provenance': 2,
  'packages/policy': 3,
  'packages/engine': 4,
  'packages/server': 5,
  'apps/cli': 6,
  'apps/web': 6,
}

const ROOM_OF: Readonly<Record<string, string>> = { cupel: 'apps/cli' }

/** Where the outside world may be touched; everything else is a pure function of its arguments. */
const OUTSIDE = [
  'packages/source/',
  'packages/advisory/src/sources/',
  'packages/advisory/src/store/',
  'packages/engine/',
  'packages/server/',
  'apps/cli/',
  'apps/web/',
]

const BANNED_IMPORTS = [
  'node:fs',
  'node:fs/promises',
  'node:child_process',
  'node:http',
  'node:https',
  'node:net',
  'node:os',
  'node:worker_threads',
  'node:process',
]
const BANNED_USES: readonly (readonly [string, RegExp])[] = [
  ['fetch', /(?<![.\w])fetch\(/],
  ['process', /(?<![.\w'-])process\./],
  ['console', /(?<![.\w])console\./],
  ['clock', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/],
  ['randomness', /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/],
]

interface Source {
  readonly path: string
  readonly room: string
  readonly text: string
  readonly imports: readonly string[]
}

function sources(): readonly Source[] {
  return Object.keys(FLOORS).flatMap((room) =>
    readdirSync(join(ROOT, room, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name)
        const text = readFileSync(file, 'utf8')
        const imports = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map((match) => match[1] as string)
        return { path: relative(ROOT, file).split(sep).join('/'), room, text, imports }
      }),
  )
}

const FILES = sources()

test('imports go strictly downward, through doors', () => {
  const wrong: string[] = []
  for (const file of FILES) {
    for (const name of file.imports) {
      if (name.startsWith('.')) {
        const target = join(file.path, '..', name).split(sep).join('/')
        if (!target.startsWith(file.room + '/')) wrong.push(`${file.path} reaches out of its room: ${name}`)
        continue
      }
      const room = name.startsWith('@cupel/') ? `packages/${name.split('/')[1]}` : ROOM_OF[name]
      if (room === undefined) continue
      const here = FLOORS[file.room] as number
      const there = FLOORS[room]
      if (there === undefined || there >= here) wrong.push(`${file.path} imports ${name}`)
    }
  }
  expect(wrong).toEqual([])
})

/** Files of the room that a file needs at run time, leaving out imports of types alone. */
function neighbours({ path, text }: Source): readonly string[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?[^'";]*?from\s+'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm)
  return [...statements]
    .filter(([, typeOnly, , lazy]) => typeOnly === undefined && lazy === undefined)
    .map(([, , name]) =>
      join(path, '..', name as string)
        .split(sep)
        .join('/'),
    )
}

test('no cycles inside a room', () => {
  const imports = new Map(FILES.map((file) => [file.path, neighbours(file)]))
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  function visit(path: string, trail: readonly string[]): void {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    state.set(path, 'open')
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of imports.keys()) visit(path, [])
  expect(cycles).toEqual([])
})

test('the outside world is touched only where the house allows it', () => {
  const wrong: string[] = []
  for (const file of FILES) {
    if (OUTSIDE.some((folder) => file.path.startsWith(folder))) continue
    for (const name of file.imports) if (BANNED_IMPORTS.includes(name)) wrong.push(`${file.path} imports ${name}`)
    const code = file.text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*$/gm, '')
    for (const [what, use] of BANNED_USES) if (use.test(code)) wrong.push(`${file.path} uses ${what}`)
  }
  expect(wrong).toEqual([])
})

test('files stay small, and default exports are plug-ins only', () => {
  const wrong: string[] = []
  for (const file of FILES) {
    if (file.path.endsWith('.gen.ts')) continue
    const lines = file.text.split('\n').length
    if (lines > 500 && !file.path.endsWith('-data.ts') && !file.path.includes('/migrations/')) wrong.push(`${file.path} has ${lines} lines`)
    if (/^export default (?!define[A-Z])/m.test(file.text)) wrong.push(`${file.path} has a default export that no define… function made`)
    if (/\/(utils|helpers|types)\.ts$|\/utils\//.test(file.path)) wrong.push(`${file.path} is named for nothing`)
  }
  expect(wrong).toEqual([])
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Workspaces whose dependencies can end up in what is published. */
const SHIPPED = ['source', 'formats', 'model', 'inventory', 'advisory', 'assess', 'provenance', 'policy', 'engine', 'server'].map(
  (room) => `packages/${room}`,
)

/**
 * Name, version, licence and licence text of every package that the published bundle may hold code of: the closure of the shipped
 * workspaces' dependencies, by the lock file. Licences demand that their texts travel with the code.
 */
export function thirdPartyNotices(root: string): string {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> }
  const found = new Set<string>()
  const pending = [...SHIPPED, 'apps/web'].flatMap((room) => dependenciesOf(packages, room))
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (found.has(path)) continue
    found.add(path)
    pending.push(...dependenciesOf(packages, path))
  }
  const notices = [...found].sort().map((path) => notice(root, path, packages[path] as LockedPackage))
  return `Packages of others whose code is part of cupel, with their licences.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`
}

/** Lock paths of what the package at this path asks for; rooms of our own are left out. */
function dependenciesOf(packages: Readonly<Record<string, LockedPackage>>, path: string): readonly string[] {
  const names = Object.keys(packages[path]?.dependencies ?? {}).filter((name) => !name.startsWith('@cupel/'))
  return names.flatMap((name) => resolved(packages, path, name) ?? [])
}

/** As Node resolves: the nearest `node_modules` upwards. */
function resolved(packages: Readonly<Record<string, LockedPackage>>, from: string, name: string): string | null {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('/node_modules/'), 0))) {
    const path = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`
    if (packages[path] !== undefined) return path
    if (base === '') return null
  }
}

function notice(root: string, path: string, { version = '', license = 'no licence stated' }: LockedPackage): string {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const folder = join(root, path)
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)) : []
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return [`${name} ${version} (${license})`, ...texts].join('\n\n') + '\n'
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface LockedPackage {
  readonly version: string
  readonly dev?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
}

/** A package-lock.json, version 3, of a project `shop` that needs the first of the packages and, for development, the dev ones. */
export function packageLock(packages: Readonly<Record<string, LockedPackage>>, name = 'shop'): string {
  const direct = Object.entries(packages).filter(([, { dev }], at) => at === 0 || dev === true)
  const needs = (wanted: boolean): Record<string, string> =>
    Object.fromEntries(direct.filter(([, { dev = false }]) => dev === wanted).map(([key, { version }]) => [key, version]))
  const root = { name, version: '1.0.0', dependencies: needs(false), devDependencies: needs(true) }
  const entries = Object.entries(packages).map(([key, entry]): [string, unknown] => [`node_modules/${key}`, entry])
  return JSON.stringify({ name, version: '1.0.0', lockfileVersion: 3, packages: { '': root, ...Object.fromEntries(entries) } }, null, 2)
}

/** One finding of each kind: critical and exploited, high and transitive, medium for development, low, unrated, malicious. */
export const VULNERABLE_LOCK = packageLock({
  'acme-server': {
    version: '1.0.0',
    dependencies: { 'acme-parser': '2.0.0', 'acme-colour': '0.5.0', 'acme-unrated': '1.0.0', 'acme-helpful': '1.0.0' },
  },
  'acme-parser': { version: '2.0.0' },
  'acme-colour': { version: '0.5.0' },
  'acme-unrated': { version: '1.0.0' },
  'acme-helpful': { version: '1.0.0' },
  'acme-tester': { version: '6.0.0', dev: true },
})

/** Nothing the test database knows. */
export const CLEAN_LOCK = packageLock({ 'acme-server': { version: '1.4.0' } })

/** Writes files, with their folders. */
export function writeTree(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

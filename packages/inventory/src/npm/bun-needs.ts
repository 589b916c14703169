import type { Scope } from '@cupel/model'
import { asObject } from './json-value.ts'

export interface BunNeed {
  readonly name: string
  readonly scope: Scope
}

/** Dependencies that a workspace or package of a bun.lock names; development ones are installed for workspaces only. */
export function bunNeeds(info: Readonly<Record<string, unknown>>, workspace: boolean): readonly BunNeed[] {
  const needs: BunNeed[] = []
  const add = (field: string, scope: Scope): void => {
    for (const name of Object.keys(asObject(info[field]) ?? {})) needs.push({ name, scope })
  }
  add('dependencies', 'runtime')
  add('optionalDependencies', 'optional')
  add('peerDependencies', 'peer')
  if (workspace) add('devDependencies', 'dev')
  return needs
}

/**
 * Finds the package that a dependency of the one at `key` means. Keys of bun.lock are paths of package names (`a/@s/b`): the
 * nearest folder upwards that has the name counts, as with node_modules.
 */
export function bunResolver(index: ReadonlyMap<string, number>): (key: string, name: string) => number | undefined {
  return (key, name) => {
    for (let folder = key; folder !== ''; folder = parentOf(folder)) {
      const found = index.get(`${folder}/${name}`)
      if (found !== undefined) return found
    }
    return index.get(name)
  }
}

function parentOf(key: string): string {
  const slash = key.lastIndexOf('/')
  if (slash < 0) return ''
  const before = key.slice(0, slash)
  const last = before.slice(before.lastIndexOf('/') + 1)
  if (!last.startsWith('@')) return before
  return before.slice(0, Math.max(0, before.lastIndexOf('/')))
}

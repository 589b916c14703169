import { folderOf, resolvePath } from '@cupel/source'
import type { ExtractInput } from '../extractor.ts'
import { readGoModFile } from './go-mod-file.ts'
import type { GoReplace } from './go-mod-file.ts'

/** The workspace that a go.mod is built in. */
export interface GoWorkspace {
  /** They come before those of the module itself. */
  readonly replaces: readonly GoReplace[]
  /** Whether the module with that path is one of the workspace, and so taken from its folder whatever version is required. */
  has(modulePath: string): boolean
}

/** No workspace lies deeper, and none has more modules of one name. */
const MAX_DEPTH = 32
const MAX_TRIED = 50

/** The nearest go.work above a go.mod, when it uses that module (Go Modules Reference, "Workspaces"); null otherwise. */
export function goWorkspace(input: ExtractInput): GoWorkspace | null {
  const own = folderOf(input.path)
  let folder: string | null = own
  for (let up = ''; folder !== null && up.length <= 3 * MAX_DEPTH; up += '../') {
    const text = input.read(`${up}go.work`)
    const top = folder
    if (text !== null) {
      const { uses, replaces } = readGoModFile(text)
      const folders = new Set(uses.flatMap((use) => resolvePath(top, use) ?? []))
      return folders.has(own) ? { replaces, has: memberOf(input, up, uses) } : null
    }
    folder = folder === '' ? null : folderOf(folder)
  }
  return null
}

/** A module's folder mostly ends like its path, so that only few go.mod files are opened. */
function memberOf(input: ExtractInput, up: string, uses: readonly string[]): (modulePath: string) => boolean {
  const byName = new Map<string, string[]>()
  for (const use of new Set(uses)) {
    const name = use.split('/').findLast((part) => part !== '' && part !== '.') ?? ''
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [use])
    else if (known.length < MAX_TRIED) known.push(use)
  }
  const paths = new Map<string, string>()
  return (modulePath) => {
    const parts = modulePath.split('/')
    const names = [parts.at(-1) ?? '', parts.at(-2) ?? '', '', '..']
    for (const use of names.flatMap((name) => byName.get(name) ?? []).slice(0, MAX_TRIED)) {
      let path = paths.get(use)
      if (path === undefined) {
        path = /^[ \t]*module[ \t]+"?([^\s"]+)"?/m.exec(input.read(`${up}${use}/go.mod`) ?? '')?.[1] ?? ''
        paths.set(use, path)
      }
      if (path === modulePath) return true
    }
    return false
  }
}

import { folderOf } from '@cupel/source'
import type { ExtractInput } from '../extractor.ts'
import { scriptStatements } from './script-statements.ts'
import { scriptVariables } from './build-script.ts'

/** No build nests its projects deeper. */
const MAX_DEPTH = 16

/** Fills in the variables of a version. `` when one is not known: then the version is not. */
export type VersionResolver = (version: string) => string

/**
 * Variables as a project sees them: of its own script, then of gradle.properties and the script of each folder above it, nearest
 * first; then of the scripts around, if it comes to that. `$rootProject.x`, `${libs.x}` and `x` all mean the last name.
 */
export function versionVariables(input: ExtractInput, own: ReadonlyMap<string, string>, around: () => readonly string[]): VersionResolver {
  let folders: readonly ReadonlyMap<string, string>[] | null = null
  function look(name: string): string | undefined {
    const stated = own.get(name)
    if (stated !== undefined) return stated
    folders ??= [...variablesAbove(input), ...around().map((text) => scriptVariables(scriptStatements(text).statements))]
    return folders.find((variables) => variables.has(name))?.get(name)
  }
  return (version) => {
    if (!version.includes('$')) return version
    let known = true
    const filled = version.replace(/\$(?:\{([^{}]{1,200})\}|([A-Za-z_][\w.]*))/g, (_, braced?: string, bare?: string) => {
      const name = /(\w+)["'\])]*$/.exec(braced ?? bare ?? '')?.[1] ?? ''
      const value = look(name)
      if (value === undefined) known = false
      return value ?? ''
    })
    return known ? filled : ''
  }
}

function variablesAbove(input: ExtractInput): readonly ReadonlyMap<string, string>[] {
  const found: ReadonlyMap<string, string>[] = []
  let folder = folderOf(input.path)
  for (let up = ''; up.length <= 3 * MAX_DEPTH; up += '../') {
    found.push(properties(input.read(`${up}gradle.properties`) ?? ''))
    if (up !== '') {
      for (const name of ['build.gradle', 'build.gradle.kts']) {
        const text = input.read(up + name)
        if (text !== null) found.push(scriptVariables(scriptStatements(text).statements))
      }
    }
    if (folder === '') return found
    folder = folderOf(folder)
  }
  return found
}

function properties(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, key = '', value = ''] = /^[ \t]*([\w.-]+)[ \t]*[=:](.*)$/.exec(line) ?? []
    if (key !== '' && !line.trimStart().startsWith('#')) values.set(key.split('.').at(-1) ?? key, value.trim())
  }
  return values
}

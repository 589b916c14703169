import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { configInvalid } from '@cupel/model'
import { ConfigInvalid, EMPTY_CONFIG, readConfig } from '@cupel/policy'
import type { Config } from '@cupel/policy'

export interface FoundConfig {
  readonly config: Config
  /** Folder that relative paths of the configuration are meant from. */
  readonly folder: string
}

const NAME = 'cupel.toml'
const MAX_LEVELS = 64

/**
 * The configuration in force: the file the user named, else the nearest `cupel.toml` at or above the folder the user stands in,
 * up to the top of its repository. One that only lies in the target is not asked: a scanned tree cannot waive its own findings.
 */
export function findConfig(cwd: string, named: string | undefined): FoundConfig {
  const file = named === undefined ? nearestConfig(cwd) : resolve(cwd, named)
  if (file === null) return { config: EMPTY_CONFIG, folder: cwd }
  const shown = named ?? (relative(cwd, file) || NAME)
  try {
    return { config: readConfig(readFileSync(file, 'utf8'), shown), folder: dirname(file) }
  } catch (error) {
    if (error instanceof ConfigInvalid) throw configInvalid(error.source, faultsOf(error), { cause: error, ...lineOf(error) })
    throw configInvalid(shown, 'cannot be read', { cause: error })
  }
}

function nearestConfig(cwd: string): string | null {
  let folder = resolve(cwd)
  for (let level = 0; level < MAX_LEVELS; level++) {
    const file = join(folder, NAME)
    if (existsSync(file)) return file
    const parent = dirname(folder)
    if (parent === folder || existsSync(join(folder, '.git'))) return null
    folder = parent
  }
  return null
}

function lineOf({ faults: [first] }: ConfigInvalid): { line?: number } {
  return first === undefined || first.line === 0 ? {} : { line: first.line }
}

function faultsOf({ faults }: ConfigInvalid): string {
  const [first, ...more] = faults
  return [first?.message ?? 'invalid', ...more.map(({ line, message }) => (line === 0 ? message : `line ${line}: ${message}`))].join('\n  ')
}

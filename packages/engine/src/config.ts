import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { EMPTY_CONFIG } from '@cupel/policy'
import type { Config } from '@cupel/policy'

export interface FoundConfig {
  readonly config: Config
  /** Folder that relative paths of the configuration are meant from. */
  readonly folder: string
}

/** Patterns of a configuration that concern a target. */
export interface ConfigExcludes {
  readonly patterns: readonly string[]
  /** Place of the target in the configuration's folder, with `/`; empty when it is that folder. */
  readonly target: string
}

const NAME = 'cupel.toml'
const MAX_LEVELS = 64

/**
 * The configuration in force: the file the user named, else the nearest `cupel.toml` at or above the folder the user stands in,
 * up to the top of its repository. One that only lies in the target is not asked: a scanned tree cannot waive its own findings.
 */
export async function findConfig(cwd: string, named: string | undefined): Promise<FoundConfig> {
  const file = named === undefined ? nearestConfig(cwd) : resolve(cwd, named)
  if (file === null) return { config: EMPTY_CONFIG, folder: cwd }
  // Most runs have no configuration; its reader and the TOML library are loaded only for those that do.
  const { loadConfig } = await import('./load-config.ts')
  return { config: loadConfig(file, named ?? (relative(cwd, file) || NAME)), folder: dirname(file) }
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

/**
 * What `scan.exclude` says of a target: patterns are meant from the folder of the configuration, as in a .gitignore there. null:
 * nothing, or the target lies elsewhere.
 */
export function excludesOfConfig({ config, folder }: FoundConfig, target: string): ConfigExcludes | null {
  const { exclude } = config.scan
  const inside = relative(folder, target)
  if (exclude.length === 0 || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null
  return { patterns: exclude, target: inside.split(sep).join('/') }
}

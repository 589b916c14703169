import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { findConfig } from '@cupel/engine'
import { usageWrongValue } from '@cupel/model'
import type { Output } from './command.ts'

export interface ConfiguredOutput {
  /** Values as of `--format`. */
  readonly formats: readonly string[]
  readonly colour: 'auto' | 'always' | 'never' | null
}

/**
 * The `[output]` of the configuration in force, for what no flag says. Its files lie below the folder the user stands in and are
 * not reached through links: the configuration of a project that was only looked at must not write elsewhere.
 */
export async function configuredOutput(cwd: string, named: string | undefined): Promise<ConfiguredOutput> {
  const { config } = await findConfig(cwd, named)
  for (const format of config.output.formats) {
    const equals = format.indexOf('=')
    if (equals >= 0 && !isBelow(cwd, format.slice(equals + 1)))
      throw usageWrongValue('output.format of the configuration', format, 'its files must lie below the current folder, not behind a link')
  }
  return config.output
}

function isBelow(cwd: string, file: string): boolean {
  const path = resolve(cwd, file)
  const folder = dirname(path)
  if (path === resolve(cwd) || lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) return false
  // A folder that is not there is told when the file is written.
  const from = relative(realpathSync(cwd), existsSync(folder) ? realpathSync(folder) : folder)
  return from !== '..' && !from.startsWith(`..${sep}`)
}

/** The output with the colours the configuration wants, where neither flag nor environment forbids them. */
export function withColour(output: Output, wanted: ConfiguredOutput['colour'], env: Readonly<Record<string, string | undefined>>): Output {
  if (wanted === null || wanted === 'auto' || env['NO_COLOR']) return output
  return { ...output, colour: wanted === 'always' }
}

import { readFileSync } from 'node:fs'
import { configInvalid } from '@cupel/model'
import { ConfigInvalid, readConfig } from '@cupel/policy'
import type { Config } from '@cupel/policy'

/** Reads a configuration file; every fault in it is in the one CupelError thrown. `shown` is the path for messages. */
export function loadConfig(file: string, shown: string): Config {
  try {
    return readConfig(readFileSync(file, 'utf8'), shown)
  } catch (error) {
    if (error instanceof ConfigInvalid) throw configInvalid(error.source, faultsOf(error), { cause: error, ...lineOf(error) })
    throw configInvalid(shown, 'cannot be read', { cause: error })
  }
}

function lineOf({ faults: [first] }: ConfigInvalid): { line?: number } {
  return first === undefined || first.line === 0 ? {} : { line: first.line }
}

function faultsOf({ faults }: ConfigInvalid): string {
  const [first, ...more] = faults
  return [first?.message ?? 'invalid', ...more.map(({ line, message }) => (line === 0 ? message : `line ${line}: ${message}`))].join('\n  ')
}

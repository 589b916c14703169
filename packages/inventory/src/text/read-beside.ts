import { DocumentInvalid } from '@cupel/formats'
import { folderOf, resolvePath } from '@cupel/source'
import type { Collector, ExtractInput } from '../extractor.ts'

/**
 * A manifest near the lock, parsed; null when it is absent or broken. A broken one costs only what it would have added
 * (directness, scopes), so it is noted and does not make the lock incomplete.
 */
export function readBeside<T>(input: ExtractInput, out: Collector, { name, read }: { name: string; read: (text: string) => T }): T | null {
  const text = input.read(name)
  if (text === null) return null
  try {
    return read(text)
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    const path = resolvePath(folderOf(input.path), name) ?? name
    const line = error.line > 0 ? { line: error.line } : {}
    out.problem({ code: 'malformed', effect: 'note', path, ...line, detail: error.message })
    return null
  }
}

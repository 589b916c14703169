import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ModelManifest, ModelResource } from './manifest.ts'

export interface CompareModelOptions {
  /** Paths of the model to leave out beside those the signature records: the signature file itself, say. */
  readonly ignorePaths?: readonly string[]
  /** Accept files that the signature does not cover, with a warning. Refused when left out. */
  readonly unsigned?: 'refuse' | 'warn'
}

/** Left out at the top of a model only, and only where the signature records no list of its own. */
const DEFAULT_IGNORED = ['.git', '.gitignore', '.gitattributes', '.github']

/**
 * Compares the files of a model, hashed as its manifest says, with a verified manifest: none changed, none missing, none more. Each
 * list of files to leave out belongs to this one model; nothing carries over.
 */
export function compareModel(manifest: ModelManifest, actual: readonly ModelResource[], options: CompareModelOptions, trace: Trace): void {
  const recorded = manifest.serialization.ignorePaths
  const ignored = [...(recorded.length === 0 ? DEFAULT_IGNORED : recorded), ...(options.ignorePaths ?? [])]
  const found = new Map(actual.map(({ name, digest }) => [name, digest.toLowerCase()]))
  const signed = new Set(manifest.resources.map(({ name }) => name))
  trace.step('missing', 'Every signed file is there', () => {
    const missing = manifest.resources.filter(({ name }) => !found.has(name))
    if (missing.length > 0) throw new Refused('digest-mismatch', 'Signed files are missing', { found: listed(missing) })
  })
  trace.step('changed', 'No signed file was changed', (step) => {
    const changed = manifest.resources.filter(({ name, digest }) => found.get(name) !== digest)
    if (changed.length > 0) throw new Refused('digest-mismatch', 'Signed files were changed', { found: listed(changed) })
    step.found(`${signed.size} files`)
  })
  trace.step('unsigned', 'The model has no other files', (step) => {
    const more = actual.filter(({ name }) => !signed.has(name) && !isIgnored(pathOf(name, manifest), ignored))
    if (more.length === 0) return
    if (options.unsigned !== 'warn') throw new Refused('digest-mismatch', 'Files are there that nobody signed', { found: listed(more) })
    step.warn('digest-mismatch', `Files are there that nobody signed: ${listed(more)}`)
  })
}

/** A piece stands for its file; a file whose name merely has a colon in it is itself. */
function pathOf(name: string, { serialization }: ModelManifest): string {
  return serialization.method === 'shards' ? name.replace(/:\d+:\d+$/, '') : name
}

function isIgnored(name: string, ignored: readonly string[]): boolean {
  return ignored.some((path) => name === path || name.startsWith(`${path}/`))
}

function listed(resources: readonly ModelResource[]): string {
  const names = resources.slice(0, 5).map(({ name }) => name)
  return resources.length > 5 ? `${names.join(', ')} and ${resources.length - 5} more` : names.join(', ')
}

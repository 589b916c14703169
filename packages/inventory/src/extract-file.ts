import type { Problem } from '@cupel/model'
import { ArchiveRefused, DEFAULT_LIMITS, folderOf, LeavesTree, ReadFailed, resolvePath } from '@cupel/source'
import type { Limits, OpenFile, RandomAccess, Tree } from '@cupel/source'
import { collect } from './collect.ts'
import type { Extraction } from './collect.ts'
import { brief } from './brief.ts'
import { decodeDamaged, decodeText, TextRefused } from './decode-text.ts'
import type { ExtractInput, Extractor } from './extractor.ts'

/**
 * Runs one extractor on one file of a tree. Never throws for what the file holds: an unreadable file, a text that is not UTF-8,
 * a limit or an extractor's own error becomes a Problem, and the coverage says `failed`.
 */
export function extractFile(tree: Tree, extractor: Extractor, path: string, limits: Limits = DEFAULT_LIMITS): Extraction {
  const problems: Problem[] = []
  const { out, finish } = collect(extractor, path, problems)
  const opened: OpenFile[] = []
  const reading: Reading = { tree, path, limits, opened, problems, by: extractor.id, layer: undefined }
  try {
    extractor.extract(inputOf(reading), out)
    return inLayer(finish(false), reading.layer)
  } catch (error) {
    problems.push(problemOf(error, path, extractor.id))
    return inLayer(finish(true), reading.layer)
  } finally {
    for (const file of opened) file.close()
  }
}

interface Reading {
  readonly tree: Tree
  readonly path: string
  readonly limits: Limits
  readonly opened: OpenFile[]
  readonly problems: Problem[]
  readonly by: string
  /** Image layer of the file itself, once it is open. */
  layer: string | undefined
}

/** What an extractor leaves unsaid of the layer: a component is from where the file is. */
function inLayer(extraction: Extraction, layer: string | undefined): Extraction {
  if (layer === undefined) return extraction
  const components = extraction.components.map((component) => ({
    ...component,
    evidence: component.evidence.map((evidence) => (evidence.layer === undefined ? { ...evidence, layer } : evidence)),
  }))
  return { ...extraction, components }
}

function inputOf(reading: Reading): ExtractInput {
  const { tree, path, limits, problems, by } = reading
  const folder = folderOf(path)
  let own: OpenFile | undefined

  function open(at: string | null): OpenFile | null {
    const file = at === null ? null : tree.open(at)
    if (file !== null) reading.opened.push(file)
    return file
  }
  function ownFile(): OpenFile {
    own ??= open(path) ?? undefined
    if (own === undefined) throw new ReadFailed('the file is not there any more')
    reading.layer = own.layer
    return own
  }
  /** What a stray byte of another encoding leaves readable is read, and the file counts as partly read. */
  function ownText(): string {
    const file = ownFile()
    try {
      return decodeText(file, limits.textBytes)
    } catch (error) {
      const rest = error instanceof TextRefused && error.code === 'malformed' ? decodeDamaged(file) : null
      if (rest === null) throw error
      problems.push(problemOf(error, path, by))
      return rest
    }
  }
  return {
    path,
    inImage: tree.kind === 'image',
    text: ownText,
    get file(): RandomAccess {
      return ownFile()
    },
    read(relative) {
      const at = resolvePath(folder, relative)
      try {
        const file = open(at)
        return file === null ? null : decodeText(file, limits.textBytes)
      } catch (error) {
        problems.push(problemOf(error, at ?? path, by))
        return null
      }
    },
    open: (relative) => open(resolvePath(folder, relative)),
    list: (relative) => {
      const at = resolvePath(folder, relative)
      return at === null ? [] : tree.list(at)
    },
    versions() {
      const versions = tree.versions?.(path) ?? []
      reading.opened.push(...versions)
      return versions
    },
  }
}

function problemOf(error: unknown, path: string, by: string): Problem {
  const detail = brief(error instanceof Error ? error.message : String(error))
  const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? { line: error.line } : {}
  if (error instanceof TextRefused) return { code: error.code, effect: 'incomplete', path, ...line, detail, by }
  if (error instanceof ArchiveRefused) return { code: error.code, effect: 'incomplete', path, detail, by }
  if (error instanceof LeavesTree) return { code: 'unsafe-path', effect: 'note', path, detail, by }
  if (error instanceof ReadFailed) return { code: 'unreadable', effect: 'incomplete', path, detail, by }
  if (error instanceof Error && error.name === 'DocumentInvalid')
    return { code: 'malformed', effect: 'incomplete', path, ...line, detail, by }
  if (error instanceof SyntaxError) return { code: 'malformed', effect: 'incomplete', path, ...line, detail, by }
  return { code: 'internal', effect: 'incomplete', path, detail, by, hint: 'this is a bug in cupel; please report it with the file' }
}

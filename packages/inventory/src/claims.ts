import type { ExtractorEntry } from './extractor.ts'

/** Answers, for every file of a tree, which extractors its name may belong to. Plain string comparisons, no regular expressions. */
export interface Claims {
  /** Extractors claiming by name; the shared empty array when there is none. */
  byName(folder: string, name: string): readonly ExtractorEntry[]
  /** Extractors that want to see the first bytes of a file with this name. */
  byMagic(name: string): readonly ExtractorEntry[]
  /** Extractors that look into files with the ending of this name. */
  bySniff(name: string): readonly ExtractorEntry[]
}

const NONE: readonly ExtractorEntry[] = []

interface Pattern {
  readonly entry: ExtractorEntry
  readonly prefix: string
  readonly suffix: string
}

/** A prefix that starts with `*` may lie anywhere before the suffix. */
function fits({ prefix, suffix }: Pattern, name: string): boolean {
  if (!name.endsWith(suffix)) return false
  if (prefix.startsWith('*')) return name.slice(0, -suffix.length).includes(prefix.slice(1))
  return name.length >= prefix.length + suffix.length && name.startsWith(prefix)
}

/** Builds the look-up once: exact names in a map, endings grouped by what follows the last dot. */
export function claimsOf(entries: readonly ExtractorEntry[]): Claims {
  const exact = new Map<string, ExtractorEntry[]>()
  const patterns = new Map<string, Pattern[]>()
  const paths = new Map<string, [folder: string, entry: ExtractorEntry][]>()
  const folders: [ending: string, entry: ExtractorEntry][] = []
  const magic = new Map<string, ExtractorEntry[]>()
  const sniffed = new Map<string, ExtractorEntry[]>()
  /** Beginnings of names that may end in anything, by their first letter. */
  const starts = new Map<number, [prefix: string, entry: ExtractorEntry][]>()

  for (const entry of entries) {
    for (const name of entry.files ?? []) push(exact, name, entry)
    for (const suffix of entry.suffixes ?? []) push(patterns, extensionOf(suffix), { entry, prefix: '', suffix })
    for (const [prefix, suffix] of entry.affixes ?? []) {
      if (suffix === '') push(starts, prefix.charCodeAt(0), [prefix, entry])
      else push(patterns, extensionOf(suffix), { entry, prefix, suffix })
    }
    for (const path of entry.paths ?? []) {
      if (path.endsWith('/')) folders.push([path.slice(0, -1), entry])
      else push(paths, path.slice(path.lastIndexOf('/') + 1), [path.slice(0, Math.max(0, path.lastIndexOf('/'))), entry])
    }
    for (const ending of entry.sniffs ?? []) push(sniffed, ending.slice(1), entry)
    if (entry.magic !== undefined) for (const extension of ['', ...(entry.binaryExtensions ?? [])]) push(magic, extension, entry)
  }

  // All files of a folder are asked about one after the other.
  let lastFolder: string | null = null
  let inFolder: readonly ExtractorEntry[] = NONE

  function byName(folder: string, name: string): readonly ExtractorEntry[] {
    let found: ExtractorEntry[] | undefined
    const exactly = exact.get(name)
    if (exactly !== undefined) found = [...exactly]
    const grouped = patterns.get(extensionOf(name))
    if (grouped !== undefined) {
      for (const pattern of grouped) if (fits(pattern, name)) (found ??= []).push(pattern.entry)
    }
    const started = starts.get(name.charCodeAt(0))
    if (started !== undefined) for (const [prefix, entry] of started) if (name.startsWith(prefix)) (found ??= []).push(entry)
    const placed = paths.get(name)
    if (placed !== undefined) for (const [ending, entry] of placed) if (endsWithPath(folder, ending)) (found ??= []).push(entry)
    if (folder !== lastFolder) {
      lastFolder = folder
      inFolder = folders.flatMap(([ending, entry]) => (endsWithPath(folder, ending) ? [entry] : []))
    }
    for (const entry of inFolder) (found ??= []).push(entry)
    return found === undefined ? NONE : [...new Set(found)]
  }

  return {
    byName,
    byMagic: (name) => magic.get(extensionOf(name)) ?? NONE,
    bySniff: (name) => sniffed.get(extensionOf(name)) ?? NONE,
  }
}

/** Files this small are kept of a compressed image layer whatever their name: extractors consult some that they do not claim. */
const SMALL_BYTES = 1024 * 1024

/** Which files of a compressed image layer to put aside, so that of large ones only those are that an extractor may open. */
export function keepsFile(entries: readonly ExtractorEntry[]): (path: string, size: number, head: Uint8Array) => boolean {
  const { byName, byMagic } = claimsOf(entries)
  return (path, size, head) => {
    if (size <= SMALL_BYTES) return true
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    if (name.endsWith('-wal') || byName(path.slice(0, Math.max(0, slash)), name).length > 0) return true
    const start = Buffer.from(head).toString('hex')
    return byMagic(name).some(({ magic = [] }) => magic.some((bytes) => start.startsWith(bytes)))
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** What follows the last dot, lower-case; empty for names without one and for dot files. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 && !name.startsWith('.') ? '' : dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

function endsWithPath(folder: string, ending: string): boolean {
  if (!folder.endsWith(ending)) return false
  return folder.length === ending.length || folder.charCodeAt(folder.length - ending.length - 1) === 47
}

import type { Component, EvidenceKind, Hash, Problem, Scope } from '@cupel/model'
import type { OpenFile, RandomAccess } from '@cupel/source'

/** A node of the file's dependency graph: a component or a project of this extraction. */
export type NodeId = number

/** What an extractor says of one package. Names are as purl splits them: namespace without its `/` at the end. */
export interface FoundPackage {
  /** purl type; default: the extractor's. */
  readonly type?: string
  readonly namespace?: string
  readonly name: string
  /** As published. Empty or absent: no version is pinned, which is reported. */
  readonly version?: string
  readonly qualifiers?: Readonly<Record<string, string>>
  readonly subpath?: string
  /** OSV ecosystem when it cannot be told from the purl (`Debian:12`). */
  readonly ecosystem?: string
  /** 1-based. */
  readonly line?: number
  readonly column?: number
  /** Where the package is stated, when it is not the extracted file itself: relative to the tree, or `<file>!/<member>`. */
  readonly path?: string
  readonly layer?: string
  /** Default: runtime. */
  readonly scopes?: readonly Scope[]
  /** Stated directness; when absent it follows from an edge of a project, and is unknown in a file without edges. */
  readonly direct?: boolean
  readonly licenses?: readonly string[]
  readonly hashes?: readonly Hash[]
  /** Distribution source package that advisories name. */
  readonly subject?: { readonly name: string; readonly version: string }
  /** Default: the extractor's. */
  readonly evidence?: EvidenceKind
}

export interface FoundProject {
  readonly name?: string
  readonly version?: string
  readonly licenses?: readonly string[]
  /** Folder relative to the folder of the extracted file; default ``. */
  readonly folder?: string
}

/** Where an extractor writes. Nothing it leaves unsaid is guessed, and nothing it saw may stay unsaid. */
export interface Collector {
  /** Format name and version as the file states them; the name defaults to the extractor's id. */
  format(version: string, name?: string): void
  /** A first-party project the file describes (workspace root or member). */
  project(project: FoundProject): NodeId
  component(found: FoundPackage): NodeId
  /** A component as reports show it, made by the extractor with its place in this file: nothing of it is looked at again. */
  made(component: Component): NodeId
  /** A component that a document already states in full; its evidence is replaced by the place in this file. */
  listed(component: Component): NodeId
  /** `from` needs `to`. Unknown ids are a bug and throw. */
  edge(from: NodeId, to: NodeId): void
  /** Adds scopes to a component already written. */
  scope(node: NodeId, scope: Scope): void
  /**
   * How many package entries the file itself states. After extraction, entries that became neither a component nor a skip are
   * reported as `entries-lost`.
   */
  entries(count: number): void
  /** `count` entries (default 1) that are known and give no component: `workspace member`, `local path` … */
  skip(what: string, count?: number): void
  /** A section, key or entry that is not understood: reported, and the file counts as partly read. */
  unknown(what: string, line?: number): void
  /** The first bytes misled: the file is not of this grammar. It leaves no trace in the coverage. */
  notMine(): void
  problem(problem: Pick<Problem, 'code' | 'detail'> & Partial<Pick<Problem, 'line' | 'hint' | 'effect' | 'path'>>): void
}

/** One file handed to an extractor, opened and limited by the core. */
export interface ExtractInput {
  /** Relative to the tree, with `/`. */
  readonly path: string
  /** Whether the file is part of a container image: whatever lies there is shipped. */
  readonly inImage: boolean
  /** Whole file as text without byte order mark; throws what the core turns into a Problem when it is not UTF-8 or too large. */
  text(): string
  readonly file: RandomAccess
  /** Text of another file, path relative to this file's folder; null when absent, unreadable (reported) or outside the tree. */
  read(relative: string): string | null
  /** Same for bytes. */
  open(relative: string): RandomAccess | null
  /** Names in a folder relative to this file's folder, sorted; folders end with `/`. */
  list(relative: string): readonly string[]
  /**
   * In an image, the file as each layer that changed it left it, lowest first, the one in `file` last; empty elsewhere. It tells
   * which layer brought a record of a database that layers rewrite whole.
   */
  versions(): readonly OpenFile[]
}

/**
 * One file grammar. `files`, `suffixes` and `paths` say which files are its own and are compared as plain strings for every
 * file of a tree; an extractor never opens files itself and never prints. It may throw: the core reports that with the path.
 */
export interface Extractor {
  /** File name of the plug-in, docs anchor, evidence `by`. */
  readonly id: string
  /** One line for the docs: what it reads. */
  readonly title: string
  /** Default purl type. */
  readonly type: string
  readonly kind: EvidenceKind
  /** Exact file names. */
  readonly files?: readonly string[]
  /** File name endings, starting with `.` or `-` (`.gradle.lockfile`). */
  readonly suffixes?: readonly string[]
  /**
   * `[prefix, suffix]` of file names: `['requirements', '.txt']`; a prefix `*name` may lie anywhere before the suffix, an empty suffix
   * stands for any.
   */
  readonly affixes?: readonly (readonly [prefix: string, suffix: string])[]
  /** Path endings on folder borders: `lib/apk/db/installed`; one that ends with `/` claims every file in such a folder. */
  readonly paths?: readonly string[]
  /** First bytes in hexadecimal; the core looks at them only in files without extension or with one of `binaryExtensions`. */
  readonly magic?: readonly string[]
  readonly binaryExtensions?: readonly string[]
  /**
   * Endings, from the last dot on, of files of a general kind (`.yaml`, `.py`): the extractor looks into those that nobody knows by name, and
   * says `notMine` of nearly all. Not in images.
   */
  readonly sniffs?: readonly string[]
  /** A folder with a file of this name holds a package, and none of what is sniffed for. */
  readonly notBeside?: string
  /** Only of a project's sources: in an image such a file is what somebody left there, and says nothing of what the image holds. */
  readonly sourceOnly?: true
  /** When an extractor of this list read the same folder successfully, this one is not run there (a manifest beside its lock). */
  readonly yieldsTo?: readonly string[]
  /** Last word on a path that the names above let through; a refused path is nobody's business and not reported. */
  claims?(path: string): boolean
  extract(input: ExtractInput, out: Collector): void
}

export function defineExtractor(extractor: Extractor): Extractor {
  return extractor
}

/** An extractor's metadata with its code behind a lazy import: what the generated registry holds. */
export interface ExtractorEntry extends Omit<Extractor, 'extract' | 'claims'> {
  load(): Promise<Extractor>
}

import type { Component, Coverage, DependencyGraph, Problem } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import type { Limits, Tree } from '@cupel/source'
import { claimsOf } from './claims.ts'
import type { Extraction } from './collect.ts'
import { copiedSources } from './copied-sources.ts'
import { directOnly } from './direct-only.ts'
import { extractFile } from './extract-file.ts'
import type { Extractor, ExtractorEntry } from './extractor.ts'
import { groupedProblems } from './grouped-problems.ts'
import type { InstalledKind } from './installed-graphs.ts'
import { mergeComponents } from './merge.ts'
import { looseAssemblies } from './nuget/loose-assemblies.ts'
import { answeringLocks } from './unlocked/answering-locks.ts'
import { directNames } from './unlocked/direct-names.ts'
import { singleFile } from './single-file.ts'
import { SCRIPT_LOCKS, walkTree } from './walk.ts'
import { unlistedVendor } from './php/unlisted-vendor.ts'
import { unreadImages } from './unread-images.ts'
import { withoutLock } from './unlocked/without-lock.ts'
import type { Candidate, Walked } from './walk.ts'

/** The complete list of what a tree holds, with what could not be told. Sorted; the same tree gives the same bytes. */
export interface Inventory {
  readonly components: readonly Component[]
  readonly graphs: readonly DependencyGraph[]
  readonly coverage: readonly Coverage[]
  readonly problems: readonly Problem[]
  /** Files met on the walk. */
  readonly files: number
}

export type InventoryEvent =
  | { readonly type: 'inventory.walked'; readonly files: number; readonly known: number }
  | { readonly type: 'inventory.file'; readonly path: string; readonly by: string; readonly packages: number }

export interface InventoryOptions {
  readonly extractors: readonly ExtractorEntry[]
  readonly limits: Limits
  readonly excludes?: (path: string) => boolean
  /** Read installed packages (`node_modules`) even where a lock file covers them. */
  readonly installed?: boolean
  /** Only this file is read (its neighbours may be consulted), by the extractor `as` or, when null, by whoever knows its name or content. */
  readonly file?: string
  readonly as?: string | null
  readonly emit?: (event: InventoryEvent) => void
  /** Told of every component as its file states it, before those of one purl become one. */
  readonly stated?: (component: Component) => void
}

/** Walks a tree, runs the extractors its files ask for, and merges what they found. */
export async function inventoryTree(tree: Tree, options: InventoryOptions): Promise<Inventory> {
  const excludes = options.excludes ?? (() => false)
  const claims = claimsOf(options.extractors)
  const walked =
    options.file === undefined
      ? walkTree(tree, claims, { excludes, installed: options.installed ?? false })
      : singleFile(tree, claims, { path: options.file, as: options.as ?? null, extractors: options.extractors })
  const problems = [...walked.problems]
  options.emit?.({ type: 'inventory.walked', files: walked.files, known: walked.candidates.length })

  const extractions = await extractAll(tree, walked.candidates, options)
  const uncovered = walked.coveredFolders.filter(([folder, lock]) => !isCovered(extractions, folderOf(folder), lock))
  if (uncovered.length > 0) extractions.push(...(await extractInstalled(tree, uncovered, options)))
  problems.push(...(await unlockedProblems(tree, walked, { extractions, limits: options.limits })))
  problems.push(
    ...directOnly(extractions),
    ...unreadImages(extractions),
    ...unlistedVendor(walked.manifests, extractions),
    ...looseAssemblies(tree, walked.candidates, extractions),
    ...copiedSources(tree, walked.copies, extractions, walked.manifests),
  )
  if (tree.kind === 'image' && options.file === undefined) {
    problems.push(...(await import('./os/unlisted-system.ts')).unlistedSystem(tree, extractions))
    problems.push(...(await import('./os/untold-executables.ts')).untoldExecutables(tree, walked.candidates, extractions))
  }
  if (walked.excluded > 0) {
    problems.push({
      code: 'unsupported-content',
      effect: 'note',
      path: '',
      detail: `${walked.excluded} known files were excluded by the user`,
      by: 'walk',
    })
  }
  const covered = walked.coveredFolders.length - uncovered.length
  const graphs = await graphsOfFolders(tree, extractions)
  return merged(extractions, problems, {
    files: walked.files,
    graphs,
    stated: options.stated,
    covered: covered === 0 ? [] : [coveredInstalled(walked.coveredFolders, uncovered)],
  })
}

/** Installed Python distributions and gems lie in files of their own, and their graph is that of their folder. */
async function graphsOfFolders(tree: Tree, extractions: readonly Extraction[]): Promise<readonly DependencyGraph[]> {
  const kinds: readonly (readonly [by: string, load: () => Promise<InstalledKind>])[] = [
    ['python-installed', async () => (await import('./python/installed-distributions.ts')).installedDistributions],
    ['gem-installed', async () => (await import('./ruby/installed-gems.ts')).installedGems],
  ]
  const graphs: DependencyGraph[] = []
  for (const [id, load] of kinds) {
    const installed = extractions.filter(({ coverage }) => coverage.by === id)
    if (installed.length < 2) continue
    graphs.push(...(await import('./installed-graphs.ts')).installedGraphs(tree, installed, await load()))
  }
  return graphs
}

/** They are not read where a lock lies beside them. */
const YIELDING: ReadonlySet<string> = new Set(['msbuild-project', 'gradle-build-script'])

/** In an image the databases of what is installed answer; the manifests there are those of the packages. */
async function unlockedProblems(
  tree: Tree,
  { manifests, candidates }: Pick<Walked, 'manifests' | 'candidates'>,
  { extractions, limits }: { readonly extractions: readonly Extraction[]; readonly limits: Limits },
): Promise<readonly Problem[]> {
  const projects = candidates.filter(({ entries }) => entries.some(({ id }) => YIELDING.has(id))).map(({ path }) => path)
  if ((manifests.length === 0 && projects.length === 0) || tree.kind === 'image') return []
  const locks = extractions.map(({ coverage: { path, by }, graph, components }) => ({
    path,
    by,
    projects: graph.projects,
    names: () => components.map(({ name }) => name),
    versions: () => components.map(({ name, version }) => [name, version] as const),
    direct: directNames(graph, components),
  }))
  const unlocked = withoutLock(manifests, locks)
  const failed = new Set(extractions.filter(({ coverage }) => coverage.state === 'failed').map(({ coverage }) => coverage.path))
  const answered = answeringLocks(
    [...manifests, ...projects],
    locks.filter(({ path }) => !failed.has(path)),
  )
  return [
    ...(unlocked.length === 0 ? [] : (await import('./unlocked/report-unlocked.ts')).reportUnlocked(tree, unlocked, limits.textBytes)),
    ...(answered.length === 0 ? [] : (await import('./unlocked/report-stale.ts')).reportStale(tree, answered, limits.textBytes)),
  ]
}

/**
 * Whether a lock file answers for what is installed in a project's folder: one that gave something, and lies there or names the
 * project as one of its own. A lock further up that does not know the project says nothing of it.
 */
function isCovered(extractions: readonly Extraction[], project: string, lockFolder: string): boolean {
  return extractions.some(({ coverage, graph }) => {
    if (coverage.packages === 0 || coverage.state === 'failed') return false
    if (!SCRIPT_LOCKS.has(nameOf(coverage.path)) || folderOf(coverage.path) !== lockFolder) return false
    return project === lockFolder || graph.projects.some(({ path }) => path === project)
  })
}

async function extractInstalled(
  tree: Tree,
  folders: readonly (readonly [string, string])[],
  options: InventoryOptions,
): Promise<Extraction[]> {
  const wanted = folders.map(([folder]) => folder + '/')
  const walked = walkTree(tree, claimsOf(options.extractors), { excludes: options.excludes ?? (() => false), installed: true })
  const inside = walked.candidates.filter(({ path }) => wanted.some((folder) => path.startsWith(folder)))
  return extractAll(tree, inside, options)
}

async function extractAll(tree: Tree, candidates: readonly Candidate[], options: InventoryOptions): Promise<Extraction[]> {
  const loaded = await loadExtractors(candidates)
  const extractions: Extraction[] = []
  const readIn = new Map<string, Set<string>>()

  /** Whether the file turned out to be of the extractor. */
  function run(candidate: Candidate, entry: ExtractorEntry): boolean {
    const extractor = loaded.get(entry.id)
    if (extractor === undefined || (!candidate.chosen && extractor.claims?.(candidate.path) === false)) return false
    const extraction = extractFile(tree, extractor, candidate.path, options.limits)
    if (extraction.foreign) return false
    extractions.push(extraction)
    const { coverage } = extraction
    if (coverage.state !== 'failed') remember(readIn, folderOf(candidate.path), entry.id)
    options.emit?.({ type: 'inventory.file', path: candidate.path, by: entry.id, packages: coverage.packages })
    return true
  }
  const yielding: [Candidate, ExtractorEntry][] = []
  for (const candidate of candidates) {
    for (const entry of candidate.entries) {
      if (entry.yieldsTo !== undefined) yielding.push([candidate, entry])
      // Who was only looking and found its own leaves the file to nobody else.
      else if (run(candidate, entry) && entry.sniffs !== undefined) break
    }
  }
  for (const [candidate, entry] of yielding) {
    const read = readIn.get(folderOf(candidate.path))
    if (!entry.yieldsTo?.some((id) => read?.has(id))) run(candidate, entry)
  }
  return extractions
}

async function loadExtractors(candidates: readonly Candidate[]): Promise<ReadonlyMap<string, Extractor>> {
  const entries = new Map<string, ExtractorEntry>()
  for (const candidate of candidates) for (const entry of candidate.entries) entries.set(entry.id, entry)
  return new Map(await Promise.all([...entries.values()].map(async (entry) => [entry.id, await entry.load()] as const)))
}

function remember(map: Map<string, Set<string>>, folder: string, id: string): void {
  const known = map.get(folder)
  if (known === undefined) map.set(folder, new Set([id]))
  else known.add(id)
}

/** One line for all `node_modules` folders that were not entered, since a lock file says what is in them. */
function coveredInstalled(folders: Walked['coveredFolders'], entered: Walked['coveredFolders']): Coverage {
  const left = folders
    .filter((one) => !entered.includes(one))
    .map(([folder]) => folder)
    .toSorted()
  const skipped = [{ what: 'node_modules folder that a lock file covers', count: left.length }]
  return {
    path: left[0] as string,
    by: 'node-modules',
    format: 'node-modules',
    formatVersion: '',
    state: 'read',
    packages: 0,
    skipped,
    unknown: [],
  }
}

function merged(
  extractions: readonly Extraction[],
  problems: readonly Problem[],
  {
    files,
    graphs,
    covered,
    stated,
  }: {
    readonly files: number
    readonly graphs: readonly DependencyGraph[]
    readonly covered: readonly Coverage[]
    readonly stated: InventoryOptions['stated']
  },
): Inventory {
  const sorted = [...extractions].sort((a, b) => compareText(a.coverage.path, b.coverage.path) || compareText(a.coverage.by, b.coverage.by))
  const components: Component[] = []
  const found: Problem[] = []
  for (const extraction of sorted) {
    for (const component of extraction.components) {
      components.push(component)
      stated?.(component)
    }
    for (const problem of extraction.problems) found.push(problem)
  }
  return {
    components: mergeComponents(components),
    graphs: [
      ...sorted.map(({ graph }) => graph).filter((graph) => graph.components.length > 0 || graph.projects.length > 0),
      ...graphs,
    ].sort((a, b) => compareText(a.path, b.path)),
    coverage: [...sorted.map(({ coverage }) => coverage), ...covered].sort((a, b) => compareText(a.path, b.path)),
    problems: [...problems, ...groupedProblems(found)],
    files,
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

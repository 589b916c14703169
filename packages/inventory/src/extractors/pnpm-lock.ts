import type { Collector, ExtractInput } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { readBlockDocuments, reportFault } from '../npm/block-document.ts'
import type { BlockDocument, SkippedKeys } from '../npm/block-yaml.ts'
import type { Manifest } from '../npm/manifest.ts'
import { readManifest } from '../npm/manifest.ts'
import { pnpmImporters } from '../npm/pnpm-importer.ts'
import { pnpmPackages } from '../npm/pnpm-package.ts'
import type { PnpmWriting } from '../npm/write-pnpm.ts'
import { writePnpm } from '../npm/write-pnpm.ts'

const MAJORS: ReadonlySet<number> = new Set([5, 6, 7, 9])

/** Top-level keys that hold packages. */
const READ = 'lockfileVersion importers packages snapshots specifiers dependencies devDependencies optionalDependencies'
/** Top-level keys that hold settings, ranges or dates. */
const PASSED = `settings catalogs overrides packageExtensionsChecksum pnpmfileChecksum patchedDependencies ignoredOptionalDependencies
time dependenciesMeta publishDirectory neverBuiltDependencies onlyBuiltDependencies registry hasBin`
/** Of a package entry, which stands two levels down. */
const PASSED_FIELDS = `engines cpu os libc hasBin deprecated peerDependencies peerDependenciesMeta transitivePeerDependencies
bundledDependencies patched requiresBuild prepare`

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))
const KNOWN = words(READ)
const SECTIONS = words('importers packages specifiers dependencies devDependencies optionalDependencies')
const SKIPPED: SkippedKeys = new Map([
  [0, words(PASSED)],
  [4, words(PASSED_FIELDS)],
  // Of a dependency of an importer; nothing else is four levels down.
  [8, words('specifier')],
])

/**
 * pnpm-lock.yaml, lockfileVersion 5 to 9 (pnpm/spec "lockfile"), every YAML document of it: pnpm 11 and later write one for pnpm
 * itself before the one of the project. Also the copy in node_modules/.pnpm, which tells what was installed.
 */
export default defineExtractor({
  id: 'pnpm-lock',
  title: 'pnpm-lock.yaml, lockfileVersion 5-9, one or more documents, and node_modules/.pnpm/lock.yaml',
  type: 'npm',
  kind: 'lock',
  files: ['pnpm-lock.yaml'],
  paths: ['node_modules/.pnpm/lock.yaml'],
  extract(input, out) {
    const documents = readBlockDocuments(input.text(), SKIPPED, reportFault(out)).filter((document) => document.nodes.length > 0)
    if (documents.length === 0) out.problem({ code: 'malformed', detail: 'the file holds no lock' })
    const installed = input.path.endsWith('node_modules/.pnpm/lock.yaml')
    const evidence = installed ? 'installed' : 'lock'
    for (const document of documents)
      extractDocument(document, out, { evidence, folder: installed ? '../..' : '', manifestOf: (folder) => manifestIn(folder, input) })
  },
})

/** pnpm leaves all sections out for a project without dependencies. */
function asksForNothing(manifest: Manifest | null): boolean {
  return manifest !== null && manifest.dependencies.length === 0
}

function manifestIn(folder: string, input: ExtractInput): Manifest | null {
  const text = input.read(folder === '' ? 'package.json' : `${folder}/package.json`)
  return text === null ? null : readManifest(text)
}

function extractDocument({ nodes, line }: BlockDocument, out: Collector, writing: Omit<PnpmWriting, 'major'>): void {
  const version = nodes.find((node) => node.key === 'lockfileVersion')?.value ?? ''
  const major = Number.parseInt(version, 10)
  out.format(version)
  if (version === '') out.problem({ code: 'malformed', line, detail: 'the document has no lockfileVersion' })
  else if (!MAJORS.has(major))
    out.problem({ code: 'unsupported-version', line, detail: `lockfileVersion ${version} is not one of 5, 6, 7, 9` })
  const seen = new Set<string>()
  for (const node of nodes) {
    if (seen.has(node.key)) out.problem({ code: 'malformed', line: node.line, detail: `"${node.key}" stands twice in one document` })
    else if (!KNOWN.has(node.key) && SKIPPED.get(0)?.has(node.key) !== true) out.unknown(node.key, node.line)
    else if (SECTIONS.has(node.key) && node.kind === 'scalar') out.unknown(`"${node.key}" is no mapping`, node.line)
    seen.add(node.key)
  }
  if (!nodes.some((node) => SECTIONS.has(node.key)) && !asksForNothing(writing.manifestOf(writing.folder))) {
    out.problem({ code: 'malformed', line, detail: 'the document has neither projects nor packages' })
  }
  const readAs = Number.isNaN(major) ? 9 : major
  const find = (key: string) => nodes.find((node) => node.key === key)
  const packages = pnpmPackages(find('packages'), find('snapshots'), { major: readAs, refuse: (what, at) => out.unknown(what, at) })
  out.entries(packages.length)
  const importers = pnpmImporters(nodes)
  const unanswered = importers.flatMap((importer) => importer.unanswered)
  if (unanswered.length > 0) {
    const detail = `${unanswered.length} specifiers have no dependency, the first is "${unanswered[0]}"`
    out.problem({ code: 'malformed', line, detail, hint: 'the file is cut off or was edited; run pnpm install' })
  }
  writePnpm(packages, importers, { out, writing: { ...writing, major: readAs } })
}

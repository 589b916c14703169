import { textPlaces } from '@cupel/formats'
import type { TextPlace } from '@cupel/formats'
import type { Collector, ExtractInput } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { childOf, readBlockDocuments, reportFault } from '../npm/block-document.ts'
import type { SkippedKeys } from '../npm/block-yaml.ts'
import { asObject } from '../npm/json-value.ts'
import { keyPlaces, reportRepeated } from '../npm/key-places.ts'
import { readLockJson } from '../npm/lock-json.ts'
import { readManifest } from '../npm/manifest.ts'
import { workspaceFolders } from '../npm/workspace-folders.ts'
import type { YarnProject } from '../npm/write-yarn.ts'
import { writeYarn } from '../npm/write-yarn.ts'
import { readYarnBerry } from '../npm/yarn-berry.ts'
import { readYarnClassic } from '../npm/yarn-classic.ts'
import type { YarnEntry } from '../npm/yarn-entry.ts'
import { readYarnJson } from '../npm/yarn-json.ts'

/** Newest `__metadata.version` whose grammar is known; yarn 4 writes 8. */
const NEWEST = 10
const SKIPPED: SkippedKeys = new Map([
  [2, new Set(['peerDependencies', 'peerDependenciesMeta', 'bin', 'conditions', 'checksum', 'languageName'])],
])

/**
 * yarn.lock of yarn 1 and, told by its `__metadata`, of yarn 2 and later. The lock of yarn 1 does not say what the project asks
 * for, and neither says what is for development: that comes from package.json beside it and in its workspaces.
 */
export default defineExtractor({
  id: 'yarn-lock',
  title: 'yarn.lock of yarn 1 and of yarn 2 and later (metadata version 1-10)',
  type: 'npm',
  kind: 'lock',
  files: ['yarn.lock'],
  extract(input, out) {
    const text = input.text()
    const entries = entriesOf(text, out)
    reportSharedDescriptors(entries, out)
    out.entries(entries.length)
    const root = input.read('package.json')
    const manifest = root === null ? null : readManifest(root)
    const members = new Set(manifest === null ? [] : workspaceFolders(manifest.workspaces, input))
    for (const { workspace } of entries) if (workspace !== null && workspace !== '') members.add(workspace)
    const projects: YarnProject[] = [{ folder: '', manifest }]
    for (const folder of members) projects.push({ folder, manifest: manifestIn(folder, input) })
    writeYarn(entries, projects, out)
  },
})

function entriesOf(text: string, out: Collector): readonly YarnEntry[] {
  if (/^\s*\{/.test(text)) return jsonEntries(text, out)
  return /^__metadata:/m.test(text) ? berryEntries(text, out) : classicEntries(text, out)
}

function jsonEntries(written: string, out: Collector): readonly YarnEntry[] {
  const { text, json } = readLockJson(written, out)
  const lock = asObject(json)
  const version = String(asObject(lock?.['__metadata'])?.['version'] ?? '')
  out.format(version, 'yarn-lock json')
  reportVersion(version, 1, out)
  const entries = asObject(lock?.['entries'])
  if (entries === null) out.problem({ code: 'malformed', detail: 'the file has no entries' })
  const places = keyPlaces(text, (path) => (path.length === 2 && path[0] === 'entries' ? (path[1] as string) : null))
  reportRepeated(places, out)
  const placeAt = textPlaces(text)
  const placeOf = (key: string): TextPlace => placeAt(places.offsets.get(key) ?? 0)
  return readYarnJson(entries ?? {}, placeOf, (why, line) => out.unknown(why, line))
}

function reportVersion(version: string, line: number, out: Collector): void {
  const number = /^\d{1,3}$/.test(version) ? Number(version) : 0
  if (number >= 1 && number <= NEWEST) return
  out.problem({ code: 'unsupported-version', line, detail: `metadata version ${version} is not one of 1 to ${NEWEST}` })
}

function berryEntries(text: string, out: Collector): readonly YarnEntry[] {
  const nodes = readBlockDocuments(text, SKIPPED, reportFault(out)).flatMap((document) => document.nodes)
  const metadata = nodes.filter((node) => node.key === '__metadata')
  const version = childOf(metadata[0], 'version')?.value ?? ''
  out.format(version, 'yarn-lock berry')
  if (metadata.length > 1) out.problem({ code: 'malformed', line: metadata[1]?.line ?? 1, detail: 'the file holds two locks' })
  reportVersion(version, metadata[0]?.line ?? 1, out)
  return readYarnBerry(nodes, (why, line) => out.unknown(why, line))
}

function classicEntries(text: string, out: Collector): readonly YarnEntry[] {
  const version = /^# yarn lockfile v(\S+)/m.exec(text)?.[1] ?? ''
  out.format(version, 'yarn-lock classic')
  if (version !== '' && version !== '1') out.problem({ code: 'unsupported-version', detail: `yarn lockfile v${version} is not v1` })
  if (text.trim() === '') out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  return readYarnClassic(text, (why, line) => out.problem({ code: 'malformed', line, detail: why }))
}

function manifestIn(folder: string, input: ExtractInput): YarnProject['manifest'] {
  const text = input.read(`${folder}/package.json`)
  return text === null ? null : readManifest(text)
}

function reportSharedDescriptors(entries: readonly YarnEntry[], out: Collector): void {
  const seen = new Set<string>()
  for (const { descriptors, line } of entries) {
    for (const descriptor of descriptors) {
      if (seen.has(descriptor)) return out.problem({ code: 'malformed', line, detail: `"${descriptor}" stands in two entries` })
      seen.add(descriptor)
    }
  }
}

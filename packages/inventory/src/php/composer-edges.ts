import { readJson } from '@cupel/formats'
import { addCandidate } from '../candidates.ts'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'
import { asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readBeside } from '../text/read-beside.ts'
import { writeEdges } from '../write-edges.ts'
import type { ComposerNode } from './composer-package.ts'

/** Reads the composer.json at `path`; null when there is none. */
export function readComposerManifest(input: ExtractInput, out: Collector, path: string): JsonObject | null {
  return readBeside(input, out, { name: path, read: (text) => asObject(readJson(text)) })
}

/** Edges of `require`, also to packages that `replace` or `provide` what is required; directness from the root's composer.json. */
export function writeComposerEdges(
  out: Collector,
  packages: readonly ComposerNode[],
  { manifest, folder }: { readonly manifest: JsonObject | null; readonly folder: string },
): void {
  const byName = new Map<string, NodeId[]>()
  for (const { node, table } of packages) {
    addCandidate(byName, asString(table['name']).toLowerCase(), node)
  }
  for (const { node, table } of packages) {
    for (const key of ['replace', 'provide']) {
      for (const name of Object.keys(asObject(table[key]) ?? {})) addCandidate(byName, name.toLowerCase(), node)
    }
  }
  const edges: [NodeId, NodeId][] = []
  const add = (from: NodeId, table: JsonObject, key: string): void => {
    for (const name of Object.keys(asObject(table[key]) ?? {})) {
      for (const to of byName.get(name.toLowerCase()) ?? []) edges.push([from, to])
    }
  }
  if (manifest !== null) {
    const project = out.project({ name: asString(manifest['name']), version: asString(manifest['version']), folder })
    add(project, manifest, 'require')
    add(project, manifest, 'require-dev')
  }
  for (const { node, table } of packages) add(node, table, 'require')
  writeEdges(out, edges)
}

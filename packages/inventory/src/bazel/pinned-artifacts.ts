import type { Collector, NodeId } from '../extractor.ts'
import { mavenQualifiers } from '../maven/maven-qualifiers.ts'
import { hexHash } from '../text/digest.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

const VERSIONS = new Set(['2', '3'])
const KEYS = new Set(
  'artifacts conflict_resolution dependencies packages repositories services skipped version m2local nosrc boms artifact_hash'.split(' '),
)

/** Version 2 on: `artifacts` by `group:artifact[:packaging[:classifier]]`, `dependencies` by the same keys. */
export function readPinnedArtifacts(root: JsonObject, text: string, out: Collector): void {
  const version = String(root['version'] ?? '')
  out.format(version)
  if (!VERSIONS.has(version))
    out.problem({ code: 'unsupported-version', detail: version === '' ? 'no version' : `version ${version} is not known` })
  const places = jsonPlaces(text, 2)
  if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
  for (const key of Object.keys(root)) if (!KEYS.has(key) && !key.startsWith('__')) out.unknown(key, places.line(key))
  const artifacts = asObject(root['artifacts'])
  const dependencies = asObject(root['dependencies'])
  if (artifacts === null || dependencies === null)
    out.problem({ code: 'malformed', detail: 'artifacts or dependencies are missing: the file is cut short' })
  const nodes = new Map<string, NodeId>()
  for (const [key, value] of Object.entries(artifacts ?? {})) {
    const entry = asObject(value) ?? {}
    const line = places.line('artifacts', key) ?? 1
    out.entries(1)
    const [group = '', artifact = '', type = '', classifier = ''] = key.split(':')
    const pinned = asString(entry['version'])
    if (pinned === '') out.problem({ code: 'malformed', line, detail: `${key} has no version` })
    const shasums = asObject(entry['shasums']) ?? {}
    const hashes = hexHash('sha256', asString(shasums[classifier || type || 'jar']))
    const own = classifier || type || 'jar'
    // Only files with a classifier may be asked for.
    if (own in shasums || codeFiles(shasums).length === 0)
      nodes.set(
        key,
        out.component({ namespace: group, name: artifact, version: pinned, qualifiers: mavenQualifiers(type, classifier), hashes, line }),
      )
    else out.skip('artifact of which only other files are asked for')
    addClassifiers(out, { group, artifact, type, version: pinned, shasums, line, nodes })
  }
  for (const [from, list] of Object.entries(dependencies ?? {})) {
    for (const needed of asArray(list) ?? []) link(nodes.get(from), nodes.get(asString(needed)), out)
  }
  const asked = asObject(root['__INPUT_ARTIFACTS_HASH'])
  if (asked === null) return
  const project = out.project({})
  for (const key of Object.keys(asked)) link(project, nodes.get(key), out)
}

/** Further files of the artifact, one digest each: `jar` is its own, and sources are no code that runs. */
function addClassifiers(
  out: Collector,
  {
    group,
    artifact,
    type,
    version,
    shasums,
    line,
    nodes,
  }: { group: string; artifact: string; type: string; version: string; shasums: JsonObject; line: number; nodes: Map<string, NodeId> },
): void {
  for (const classifier of codeFiles(shasums)) {
    if (classifier === 'jar' || classifier === type) continue
    const packaging = type === '' ? 'jar' : type
    const hashes = hexHash('sha256', asString(shasums[classifier]))
    const qualifiers = mavenQualifiers(type, classifier)
    const node = out.component({ namespace: group, name: artifact, version, qualifiers, hashes, line })
    out.entries(1)
    nodes.set(`${group}:${artifact}:${packaging}:${classifier}`, node)
    if (!nodes.has(`${group}:${artifact}`)) nodes.set(`${group}:${artifact}`, node)
  }
}

function codeFiles(shasums: JsonObject): readonly string[] {
  return Object.keys(shasums).filter((file) => file !== 'sources' && file !== 'javadoc')
}

function link(from: NodeId | undefined, to: NodeId | undefined, out: Collector): void {
  if (from !== undefined && to !== undefined) out.edge(from, to)
}

import { readJson, readToml } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import { defineExtractor } from '../extractor.ts'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { artifactVersion } from '../python/artifact-version.ts'
import { categoryScope } from '../python/group-scope.ts'
import { pypiName } from '../python/pypi-name.ts'
import { pinnedVersion } from '../python/requirement.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readBeside } from '../text/read-beside.ts'
import { vcsUrl } from '../text/vcs-url.ts'

/** Pipenv's lock (pipfile-spec 6): `default`, `develop` and the categories a project names itself. */
export default defineExtractor({
  id: 'pipfile-lock',
  title: 'Pipenv lock file',
  type: 'pypi',
  kind: 'lock',
  files: ['Pipfile.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const lock = asObject(readJson(text))
    if (lock === null) {
      out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
      return
    }
    const places = jsonPlaces(text, 2)
    if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
    checkVersion(lock, out)
    const direct = readBeside(input, out, { name: 'Pipfile', read: directNames })
    const project = direct === null ? null : out.project({})
    for (const [category, value] of Object.entries(lock)) {
      if (category === '_meta') continue
      const packages = asObject(value)
      if (packages === null) {
        out.unknown(`section ${category}`, places.line(category))
        continue
      }
      out.entries(Object.keys(packages).length)
      for (const [name, entry] of Object.entries(packages)) {
        const line = places.line(category, name)
        const node = addPackage(out, { name, entry: asObject(entry) ?? {}, line, scope: categoryScope(category) })
        if (node !== null && project !== null && direct?.has(`${category} ${pypiName(name)}`) === true) out.edge(project, node)
      }
    }
  },
})

function checkVersion(lock: JsonObject, out: Collector): void {
  const version = String(asObject(lock['_meta'])?.['pipfile-spec'] ?? '')
  out.format(version)
  if (version !== '6') {
    out.problem({ code: 'unsupported-version', detail: version === '' ? 'no pipfile-spec' : `pipfile-spec ${version} is not known` })
  }
}

function addPackage(
  out: Collector,
  { name, entry, line, scope }: { name: string; entry: JsonObject; line: number | undefined; scope: Scope },
): NodeId | null {
  if (entry['path'] !== undefined) {
    out.skip('local path')
    out.project({ name, folder: asString(entry['path']) })
    return null
  }
  return out.component({
    name: pypiName(name),
    ...versionOf(entry),
    ...(line === undefined ? {} : { line }),
    scopes: [scope],
    hashes: artifactHashes(asArray(entry['hashes']) ?? []),
  })
}

function versionOf(entry: JsonObject): Pick<FoundPackage, 'version' | 'qualifiers'> {
  const version = pinnedVersion(asString(entry['version'])) || artifactVersion(asString(entry['file']))
  for (const tool of ['git', 'hg', 'bzr', 'svn']) {
    const address = asString(entry[tool])
    if (address !== '') return { version, qualifiers: { vcs_url: vcsUrl(tool, address, asString(entry['ref'])) } }
  }
  return { version }
}

/** `category name` of everything the Pipfile asks for. */
function directNames(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [section, packages] of Object.entries(readToml(text))) {
    const category = section === 'packages' ? 'default' : section === 'dev-packages' ? 'develop' : section
    for (const name of Object.keys(asObject(packages) ?? {})) names.add(`${category} ${pypiName(name)}`)
  }
  return names
}

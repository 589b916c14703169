import { readJson } from '@cupel/formats'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { FoundPackage, NodeId } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { writeEdges } from '../write-edges.ts'

/** Fields that name other packages: renv ≤ 1.0 writes `Requirements`, later ones the fields of DESCRIPTION. */
const NEEDS = ['Requirements', 'Depends', 'Imports', 'LinkingTo']

/** renv's lock. Its `Hash` is of the installed DESCRIPTION, not of an archive, and is left out. */
export default defineExtractor({
  id: 'renv-lock',
  title: 'renv lock file',
  type: 'cran',
  kind: 'lock',
  files: ['renv.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const lock = asObject(readJson(text))
    const packages = asObject(lock?.['Packages'])
    out.format(asString(asObject(lock?.['R'])?.['Version']))
    if (packages === null) {
      out.problem({ code: 'malformed', line: 1, detail: 'no object "Packages"' })
      return
    }
    const places = jsonPlaces(text, 2)
    if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
    out.entries(Object.keys(packages).length)
    const nodes: { readonly node: NodeId; readonly entry: JsonObject }[] = []
    const byName = new Map<string, NodeId[]>()
    for (const [key, value] of Object.entries(packages)) {
      const entry = asObject(value) ?? {}
      if (asString(entry['Source']) === 'Local') {
        out.skip('local path')
        continue
      }
      const line = places.line('Packages', key)
      const name = asString(entry['Package']) || key
      const node = out.component({
        name,
        version: asString(entry['Version']),
        ...originOf(entry),
        ...(line === undefined ? {} : { line }),
        licenses: [asString(entry['License'])].filter((license) => license !== ''),
      })
      nodes.push({ node, entry })
      addCandidate(byName, name, node)
    }
    const edges: [NodeId, NodeId][] = []
    for (const { node, entry } of nodes) {
      for (const wanted of NEEDS.flatMap((field) => namesIn(entry[field])))
        for (const to of byName.get(wanted) ?? []) edges.push([node, to])
    }
    writeEdges(out, edges)
  },
})

/** Bioconductor is an ecosystem of its own; a package from a forge keeps its name and says where its commit is. */
function originOf(entry: JsonObject): Pick<FoundPackage, 'ecosystem' | 'qualifiers'> {
  const repository = asString(entry['Repository'])
  if (asString(entry['Source']) === 'Bioconductor' || repository.startsWith('BioC')) return { ecosystem: 'Bioconductor' }
  const remote = asString(entry['RemoteType'])
  const commit = asString(entry['RemoteSha'])
  if (remote === '' || remote === 'standard' || remote === 'repository' || remote === 'bioconductor') return {}
  const url = asString(entry['RemoteUrl'])
  if (url !== '') return { qualifiers: { vcs_url: vcsUrl('git', url, commit) } }
  const host = (asString(entry['RemoteHost']) || FORGES[remote] || '').replace(/^api\./, '').replace(/\/api\/v3$/, '')
  const path = `${asString(entry['RemoteUsername'])}/${asString(entry['RemoteRepo'])}`
  return host === '' || path.length < 3 ? {} : { qualifiers: { vcs_url: vcsUrl('git', `https://${host}/${path}`, commit) } }
}

const FORGES: Readonly<Record<string, string>> = { github: 'github.com', gitlab: 'gitlab.com', bitbucket: 'bitbucket.org' }

function namesIn(field: unknown): readonly string[] {
  const items = typeof field === 'string' ? field.split(',') : (asArray(field) ?? []).map(asString)
  return items.map((item) => /^\s*([A-Za-z][A-Za-z0-9.]*)/.exec(item)?.[1] ?? '')
}

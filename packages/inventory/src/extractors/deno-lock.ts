import { textPlaces } from '@cupel/formats'
import type { ExtractInput, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import type { DenoPackage } from '../npm/deno-graph.ts'
import { denoGraph } from '../npm/deno-graph.ts'
import { remoteModules } from '../npm/deno-remote.ts'
import { asObject } from '../npm/json-value.ts'
import { keyPlaces, reportRepeated } from '../npm/key-places.ts'
import { readLockJson } from '../npm/lock-json.ts'
import { readManifest } from '../npm/manifest.ts'
import { sriHashes } from '../npm/sri-hashes.ts'
import type { GraphPackage } from '../npm/write-graph.ts'
import { writeGraph } from '../npm/write-graph.ts'
import { writePackage } from '../npm/write-package.ts'

const VERSIONS: ReadonlySet<string> = new Set(['2', '3', '4', '5'])
const KNOWN: ReadonlySet<string> = new Set('version specifiers jsr npm packages redirects remote workspace'.split(' '))

/**
 * deno.lock, version 2 to 5 (and 1, a bare map of modules): npm and JSR packages with their edges, and modules imported by
 * address where the address names a package and its version. JSR's integrity is of a manifest, so it is no artifact's hash.
 */
export default defineExtractor({
  id: 'deno-lock',
  title: 'deno.lock, version 1-5: npm, JSR and remote modules',
  type: 'npm',
  kind: 'lock',
  files: ['deno.lock'],
  extract(input, out) {
    const { text, json } = readLockJson(input.text(), out)
    const lock = asObject(json)
    if (lock === null) throw new SyntaxError('a deno.lock is a JSON object')
    const first = Object.keys(lock).every((key) => /^https?:/.test(key))
    const version = first ? '1' : String(lock['version'] ?? '')
    out.format(version)
    if (!first && !VERSIONS.has(version)) out.problem({ code: 'unsupported-version', detail: `version "${version}" is not one of 1 to 5` })
    if (!first) for (const key of Object.keys(lock)) if (!KNOWN.has(key)) out.unknown(key)

    const graph = denoGraph(lock, developmentNeeds(input))
    const remote = asObject(first ? lock : lock['remote']) ?? {}
    const places = keyPlaces(text, nameOf)
    reportRepeated(places, out)
    const placeAt = textPlaces(text)
    const placeOf = (name: string): { line: number; column: number } => placeAt(places.offsets.get(name) ?? 0)
    out.entries(graph.packages.length + Object.keys(remote).length)
    const roots = graph.roots.map(({ folder, edges }) => ({ project: out.project({ folder }), edges }))
    const nodes = graph.packages.map((one): GraphPackage => ({
      edges: one.edges,
      write: (scopes) => {
        const place = placeOf(`${one.kind}:${one.id}`)
        const node =
          one.kind === 'npm' ? writePackage(out, { ...one, ...place, hashes: sriHashes(one.integrity), scopes }) : jsr(one, place)
        if (node === null) out.skip('invalid name')
        return node
      },
    }))
    function jsr({ name, version: pinned }: DenoPackage, place: { line: number; column: number }): NodeId {
      const slash = name.indexOf('/')
      return out.component({ type: 'jsr', namespace: name.slice(0, slash), name: name.slice(slash + 1), version: pinned, ...place })
    }
    writeGraph(nodes, roots, out)
    if (graph.missing.length > 0) {
      out.problem({
        code: 'malformed',
        detail: `${graph.missing.length} dependencies are not in the file, the first is "${graph.missing[0]}"`,
      })
    }
    for (const { type, namespace, name, version: pinned, urls } of remoteModules(Object.keys(remote))) {
      if (type === '') {
        out.skip('remote module without a version', urls.length)
        const [first = ''] = urls
        const more = urls.length === 1 ? '' : `, nor do ${urls.length - 1} more`
        const detail = `${first.replace(/\/\/[^/@]*@/, '//')} names no package and version${more}: what is known of such code cannot be asked`
        out.problem({ code: 'version-unpinned', ...placeOf(first), detail })
      } else {
        out.component({ type, ...(namespace === '' ? {} : { namespace }), name, version: pinned, ...placeOf(urls[0] as string) })
        if (urls.length > 1) out.skip('further module of a listed package', urls.length - 1)
      }
    }
  },
})

/** Development dependencies of the package.json of each workspace folder, as specifiers. */
function developmentNeeds(input: ExtractInput): (folder: string, specifier: string) => boolean {
  const known = new Map<string, ReadonlySet<string>>()
  return (folder, specifier) => {
    let specifiers = known.get(folder)
    if (specifiers === undefined) {
      const text = input.read(folder === '' ? 'package.json' : `${folder}/package.json`)
      const needs = (text === null ? null : readManifest(text))?.dependencies ?? []
      specifiers = new Set(needs.filter(({ scope }) => scope === 'dev').map(({ name, range }) => `npm:${name}@${range}`))
      known.set(folder, specifiers)
    }
    return specifiers.has(specifier)
  }
}

/** Versions 4 and 5 have the maps at the top, version 3 in `packages`, version 2 has `npm.packages`. */
function nameOf(path: readonly string[]): string | null {
  const last = path.at(-1) as string
  const under = path.slice(0, -1).join('/')
  if (under === 'npm' || under === 'packages/npm' || under === 'npm/packages')
    return path[0] === 'npm' && path.length === 2 && last === 'packages' ? null : `npm:${last}`
  if (under === 'jsr' || under === 'packages/jsr') return `jsr:${last}`
  return under === 'remote' || (under === '' && /^https?:/.test(last)) ? last : null
}

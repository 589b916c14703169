import { readJson } from '@cupel/formats'
import type { NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import { hexHash } from '../text/digest.ts'

/**
 * The build plan that cabal leaves in `dist-newstyle/cache/plan.json`: the compiler, and every package with its edges. Components of
 * one package are one entry each and become one component; local packages are projects.
 */
export default defineExtractor({
  id: 'cabal-plan',
  title: 'Haskell: dist-newstyle/cache/plan.json',
  type: 'hackage',
  kind: 'lock',
  paths: ['dist-newstyle/cache/plan.json'],
  extract(input, out) {
    const text = input.text()
    const root = asObject(readJson(text))
    const plan = asArray(root?.['install-plan'])
    out.format(asString(root?.['cabal-version']))
    if (plan === null) return out.problem({ code: 'malformed', line: 1, detail: 'the file has no install-plan' })
    const places = jsonPlaces(text, 3)
    const [compiler = '', release = ''] = asString(root?.['compiler-id']).split(/-(?=\d)/)
    if (compiler === 'ghc')
      out.component({
        type: 'generic',
        name: 'ghc',
        version: release,
        ecosystem: 'GHC',
        scopes: ['build'],
        line: places.line('compiler-id') ?? 1,
      })
    const nodes = new Map<string, NodeId>()
    const packages = new Map<string, NodeId>()
    out.entries(plan.length + (compiler === 'ghc' ? 1 : 0))
    for (const [at, value] of plan.entries()) {
      const entry = asObject(value) ?? {}
      const [id, name, version] = [asString(entry['id']), asString(entry['pkg-name']), asString(entry['pkg-version'])]
      const line = places.line('install-plan', at) ?? 1
      const local = ['local', 'inplace'].includes(asString(entry['style'])) || asString(asObject(entry['pkg-src'])?.['type']) === 'local'
      const known = packages.get(`${name} ${version}`)
      if (known !== undefined) out.skip('further component of a listed package')
      else if (local) out.skip('local package')
      if (name === '' || version === '') out.problem({ code: 'malformed', line, detail: `the unit ${id} has no name or no version` })
      if (name === '') continue
      const hashes = hexHash('sha256', asString(entry['pkg-src-sha256']))
      const node = known ?? (local ? out.project({ name, version }) : out.component({ name, version, line, hashes }))
      packages.set(`${name} ${version}`, node)
      nodes.set(id, node)
    }
    for (const value of plan) {
      const entry = asObject(value) ?? {}
      const from = nodes.get(asString(entry['id']))
      for (const needed of neededBy(entry)) {
        const to = nodes.get(needed)
        if (from !== undefined && to !== undefined && from !== to) out.edge(from, to)
      }
    }
  },
})

/** Units that a unit needs: its own `depends`, or those of its components where it has several. */
function neededBy(entry: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const parts = [entry, ...Object.values(asObject(entry['components']) ?? {}).map(asObject)]
  return new Set(parts.flatMap((part) => (asArray(part?.['depends']) ?? []).map(asString)))
}

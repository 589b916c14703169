import { asObject, asText, textPairs } from './json-value.ts'
import type { ScopedEdge } from './reach-scopes.ts'

export interface DenoPackage {
  readonly kind: 'npm' | 'jsr'
  /** Key in its map: `name@version`, for npm with `_peer@version` suffixes. */
  readonly id: string
  readonly name: string
  readonly version: string
  readonly integrity: string
  readonly edges: readonly ScopedEdge[]
}

interface DenoRoot {
  /** Relative to the lock; `` for its own. */
  readonly folder: string
  readonly edges: readonly ScopedEdge[]
}

export interface DenoGraph {
  readonly packages: readonly DenoPackage[]
  /** What each workspace member asks for; where the lock has no such section, the specifiers that no package asks for. */
  readonly roots: readonly DenoRoot[]
  readonly missing: readonly string[]
}

type JsonObject = Readonly<Record<string, unknown>>

/**
 * Packages and edges of a deno.lock from version 2 on; the maps were moved twice, and references were shortened each time.
 * `isDevelopment` says of a specifier whether the member's package.json asks for it for development: the lock does not tell.
 */
export function denoGraph(lock: JsonObject, isDevelopment: (folder: string, specifier: string) => boolean): DenoGraph {
  const packages = asObject(lock['packages'])
  const oldNpm = packages === null ? asObject(asObject(lock['npm'])?.['packages']) : null
  const npm = Object.entries(asObject(packages?.['npm']) ?? oldNpm ?? asObject(lock['npm']) ?? {})
  const jsr = Object.entries(asObject(packages?.['jsr']) ?? asObject(lock['jsr']) ?? {})
  const oldSpecifiers = oldNpm === null ? null : asObject(lock['npm'])?.['specifiers']
  const specifiers = new Map(
    oldNpm === null
      ? textPairs(packages?.['specifiers'] ?? lock['specifiers'])
      : textPairs(oldSpecifiers).map(([asked, id]) => [`npm:${asked}`, `npm:${id}`] as const),
  )
  const find = finderOf(npm, jsr, specifiers)
  const missing: string[] = []
  const used = new Set<string>()
  const edge = (reference: string, from: 'npm' | 'jsr', optional: boolean): readonly ScopedEdge[] => {
    used.add(reference)
    const to = find(reference, from)
    if (to === undefined && !optional) missing.push(reference)
    return to === undefined ? [] : [{ to, scope: optional ? 'optional' : 'runtime' }]
  }
  const made: DenoPackage[] = []
  for (const [kind, list] of [
    ['npm', npm],
    ['jsr', jsr],
  ] as const) {
    for (const [id, value] of list) {
      const entry = asObject(value) ?? {}
      const [name, version] = splitId(id)
      const edges = [
        ...references(entry['dependencies']).flatMap((reference) => edge(reference, kind, false)),
        ...references(entry['optionalDependencies']).flatMap((reference) => edge(reference, kind, true)),
      ]
      made.push({ kind, id, name, version, integrity: asText(entry['integrity']), edges })
    }
  }
  const asked = workspaceSpecifiers(lock) ?? [
    { folder: '', specifiers: [...specifiers.keys()].filter((specifier) => !used.has(specifier)) },
  ]
  const roots = asked.map(({ folder, specifiers: wanted }) => ({
    folder,
    edges: wanted.flatMap((specifier): ScopedEdge[] => {
      const to = find(specifier, 'jsr')
      return to === undefined ? [] : [{ to, scope: isDevelopment(folder, specifier) ? 'dev' : 'runtime' }]
    }),
  }))
  return { packages: made, roots, missing }
}

/** npm's are names, `name@version`, or from version 4 on `alias@npm:name@version`; a map up to version 3, a list since. */
function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  return textPairs(value).map(([, id]) => id)
}

function finderOf(
  npm: readonly (readonly [id: string, value: unknown])[],
  jsr: readonly (readonly [id: string, value: unknown])[],
  specifiers: ReadonlyMap<string, string>,
): (reference: string, from: 'npm' | 'jsr') => number | undefined {
  const byId = new Map<string, number>()
  const byName = new Map<string, number>()
  const add = (kind: string, list: readonly (readonly [string, unknown])[], start: number): void => {
    for (const [at, [id]] of list.entries()) {
      byId.set(`${kind}:${id}`, start + at)
      byName.set(`${kind}:${splitId(id)[0]}`, start + at)
    }
  }
  add('npm', npm, 0)
  add('jsr', jsr, npm.length)
  const bySpecifierName = new Map([...specifiers].map(([specifier, target]) => [specifier.replace(/(?<=.)@[^@/]*$/, ''), target]))

  const bySpecifier = (specifier: string): number | undefined => {
    const target = specifiers.get(specifier) ?? bySpecifierName.get(specifier)
    if (target === undefined) return byId.get(specifier)
    if (target.startsWith('npm:') || target.startsWith('jsr:')) return byId.get(target)
    const [name] = splitId(specifier.slice(4))
    return byId.get(`${specifier.slice(0, 4)}${name}@${target}`)
  }
  return (reference, from) => {
    if (from === 'jsr' || reference.startsWith('npm:') || reference.startsWith('jsr:')) return bySpecifier(reference)
    const alias = reference.indexOf('@npm:')
    const id = alias > 0 ? reference.slice(alias + 5) : reference
    return byId.get(`npm:${id}`) ?? (id.indexOf('@', 1) < 0 ? byName.get(`npm:${id}`) : undefined)
  }
}

/** `name@version_peer@version`: the version ends where the first peer starts. */
function splitId(id: string): readonly [name: string, version: string] {
  const at = id.indexOf('@', 1)
  if (at < 0) return [id, '']
  const rest = id.slice(at + 1)
  const peers = rest.indexOf('_')
  return [id.slice(0, at), peers < 0 ? rest : rest.slice(0, peers)]
}

interface Asked {
  readonly folder: string
  readonly specifiers: readonly string[]
}

/** Specifiers that the workspace and its members ask for; null when the lock has no such section. */
function workspaceSpecifiers(lock: JsonObject): readonly Asked[] | null {
  const workspace = asObject(lock['workspace'])
  if (workspace === null) return null
  const members = Object.entries({ '': workspace, ...asObject(workspace['members']) })
  return members.map(([folder, member]) => ({
    folder,
    specifiers: [
      ...references(asObject(member)?.['dependencies']),
      ...references(asObject(asObject(member)?.['packageJson'])?.['dependencies']),
    ],
  }))
}

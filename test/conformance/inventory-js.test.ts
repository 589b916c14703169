import { extractFile, EXTRACTORS } from '@cupel/inventory'
import type { Extraction, Extractor } from '@cupel/inventory'
import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { mutationFaults, mutants } from '../mutate.ts'
import type { MutationOptions } from '../mutate.ts'
import { bunLockb } from './bun-binary-writer.ts'
import * as locks from './js-locks.ts'

const world = locks.makeWorld(40)
const small = locks.makeWorld(12)
const packageJson = { 'package.json': locks.packageJson(world) }

interface Format {
  readonly id: string
  readonly path: string
  readonly write: (world: locks.World) => string | Uint8Array
  /** The format, or the manifest beside it, tells direct and development dependencies. */
  readonly beside?: Readonly<Record<string, string>>
  readonly unknownVersion: (text: string) => string
  /** Scopes that the format itself cannot tell from the world. */
  readonly flat?: true
  /** Its digests are not of the published archive. */
  readonly unhashed?: true
}

const formats: readonly Format[] = [
  {
    id: 'package-lock',
    path: 'package-lock.json',
    write: locks.packageLock3,
    unknownVersion: (text) => text.replace('"lockfileVersion": 3', '"lockfileVersion": 4'),
    flat: true,
  },
  {
    id: 'package-lock',
    path: 'npm-shrinkwrap.json',
    write: locks.packageLock1,
    beside: packageJson,
    unknownVersion: (text) => text.replace('"lockfileVersion": 1', '"lockfileVersion": 9'),
    flat: true,
  },
  {
    id: 'yarn-lock',
    path: 'yarn.lock',
    write: locks.yarnClassic,
    beside: packageJson,
    unknownVersion: (text) => text.replace('lockfile v1', 'lockfile v2'),
  },
  {
    id: 'yarn-lock',
    path: 'yarn.lock',
    write: locks.yarnBerry,
    unhashed: true,
    beside: packageJson,
    unknownVersion: (text) => text.replace('version: 8', 'version: 99'),
  },
  {
    id: 'pnpm-lock',
    path: 'pnpm-lock.yaml',
    write: (one) => locks.pnpmLock(one, '5.4'),
    unknownVersion: (text) => text.replace('5.4', '4.0'),
  },
  {
    id: 'pnpm-lock',
    path: 'pnpm-lock.yaml',
    write: (one) => locks.pnpmLock(one, '6.0'),
    unknownVersion: (text) => text.replace('6.0', '8.0'),
  },
  {
    id: 'pnpm-lock',
    path: 'pnpm-lock.yaml',
    write: (one) => locks.pnpmLock(one, '9.0'),
    unknownVersion: (text) => text.replace('9.0', '10.0'),
  },
  {
    id: 'bun-lock',
    path: 'bun.lock',
    write: locks.bunLock,
    unknownVersion: (text) => text.replace('"lockfileVersion": 1', '"lockfileVersion": 9'),
  },
  { id: 'bun-lockb', path: 'bun.lockb', write: (one) => bunLockb(one, 2), unknownVersion: (text) => text },
  { id: 'bun-lockb', path: 'bun.lockb', write: (one) => bunLockb(one, 3), unknownVersion: (text) => text },
  {
    id: 'deno-lock',
    path: 'deno.lock',
    write: locks.denoLock,
    unknownVersion: (text) => text.replace('"version": "5"', '"version": "9"'),
    flat: true,
  },
]

async function load(id: string): Promise<Extractor> {
  const entry = EXTRACTORS.find((one) => one.id === id)
  if (entry === undefined) throw new Error(`no extractor ${id}`)
  return entry.load()
}

describe('one world in every lock file of JavaScript', () => {
  const expected = [...new Set(world.packages.map(locks.purlOf))].sort()
  const edges = expectedEdges(world)

  test.each(formats.map((format, at) => [`${format.id} ${at}`, format] as const))('%s', async (_, format) => {
    const content = format.write(world)
    const result = extractFile(memoryTree({ ...format.beside, [format.path]: content }), await load(format.id), format.path)
    expect(result.problems).toEqual([])
    expect(result.coverage.state).toBe('read')
    expect([...new Set(result.components.map((component) => component.purl))].sort()).toEqual(expected)
    expect(edgesOf(result)).toEqual(edges)
    const algorithms = new Set(result.components.map((component) => component.hashes[0]?.algorithm))
    expect([...algorithms]).toEqual([format.unhashed ? undefined : 'sha512'])
    const direct = new Set(result.components.filter((component) => component.direct === true).map((component) => component.purl))
    expect(direct).toEqual(new Set(world.direct.map(({ to }) => locks.purlOf(world.packages[to] as locks.WorldPackage))))
    if (format.flat !== true) expect(scopesOf(result)).toEqual(expectedScopes(world))
    if (typeof content === 'string') expectLines(result, content)
  })
})

/** What a line says of a package: its name stands in it, and its version there or in the next ones. */
function expectLines(result: Extraction, text: string): void {
  const lines = text.split('\n')
  for (const { name, version, evidence } of result.components) {
    const line = evidence[0]?.line ?? 0
    expect(lines[line - 1]).toContain(name)
    expect(lines.slice(line - 1, line + 2).join('\n')).toContain(version)
    expect(lines[line - 1]?.slice((evidence[0]?.column ?? 0) - 1)).toMatch(/^["'/@\w]/)
  }
}

function edgesOf({ graph }: Extraction): readonly string[] {
  const nodes = [...graph.projects.map((project) => project.name || 'project'), ...graph.components]
  return [...new Set(graph.edges.map(([from, to]) => `${from === 0 ? 'project' : nodes[from]} > ${nodes[to]}`))].sort()
}

function expectedEdges({ packages, direct }: locks.World): readonly string[] {
  const purl = (at: number): string => locks.purlOf(packages[at] as locks.WorldPackage)
  const edges = direct.map(({ to }) => `project > ${purl(to)}`)
  for (const [at, { needs }] of packages.entries()) for (const { to } of needs) edges.push(`${purl(at)} > ${purl(to)}`)
  return [...new Set(edges)].sort()
}

function scopesOf({ components }: Extraction): Readonly<Record<string, string>> {
  const scopes = new Map<string, Set<string>>()
  for (const component of components) {
    const all = scopes.get(component.purl) ?? new Set()
    for (const scope of component.scopes) all.add(scope)
    scopes.set(component.purl, all)
  }
  return Object.fromEntries([...scopes].map(([purl, all]) => [purl, all.has('runtime') ? 'runtime' : [...all].sort().join()]).sort())
}

/** By following every path, independent of the extractors. */
function expectedScopes({ packages, direct }: locks.World): Readonly<Record<string, string>> {
  const scopes = new Map<string, Set<string>>()
  const follow = ({ to, kind }: locks.WorldNeed, from: string): void => {
    const own = kind === 'devDependencies' ? 'dev' : kind === 'optionalDependencies' ? 'optional' : 'runtime'
    const scope = from === 'runtime' ? own : from
    const one = packages[to] as locks.WorldPackage
    scopes.set(locks.purlOf(one), (scopes.get(locks.purlOf(one)) ?? new Set()).add(scope))
    for (const need of one.needs) follow(need, scope)
  }
  for (const need of direct) follow(need, 'runtime')
  return Object.fromEntries([...scopes].map(([purl, all]) => [purl, all.has('runtime') ? 'runtime' : [...all].sort().join()]).sort())
}

const WORKFLOW = `on: push
jobs:
  build:
    container: node:20
    steps:
      - uses: actions/checkout@v4
      - uses: github/codeql-action/init@v3
  call:
    uses: owner/shared/.github/workflows/release.yml@v1
`

describe('damaged copies', () => {
  let count = 0

  async function expectNoFault(
    id: string,
    path: string,
    { content, options }: { content: string | Uint8Array; options: MutationOptions },
  ): Promise<void> {
    count += mutants(content, options).length
    expect(mutationFaults(await load(id), path, content, options)).toEqual([])
    console.log(`damaged copies of JavaScript files so far: ${count}`)
  }

  test.each(formats.map((format, at) => [`${format.id} ${at}`, format] as const))(
    '%s',
    async (_, { id, path, write, beside, unknownVersion }) => {
      const content = write(small)
      const binary = typeof content !== 'string'
      const manifest = beside === undefined ? {} : { beside: { 'package.json': locks.packageJson(small) } }
      const options = { copies: 40, binary, ...manifest, ...(binary ? {} : { unknownVersion }) }
      await expectNoFault(id, path, { content, options })
    },
  )

  test('the environment document of pnpm 11 before the lock', async () => {
    const environment =
      "---\nlockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    packageManagerDependencies:\n      pnpm:\n        specifier: 11.0.0\n        version: 11.0.0\n\npackages:\n\n  pnpm@11.0.0:\n    resolution: {integrity: sha512-AA==}\n\nsnapshots:\n\n  pnpm@11.0.0: {}\n\n---\n"
    // Cut at the end of the first document it is a whole lock of an older pnpm's making.
    const options = { copies: 40, wholeAfterCut: (text: string) => /pnpm@11\.0\.0: \{\}\s*-{0,3}\s*$/.test(text) }
    await expectNoFault('pnpm-lock', 'pnpm-lock.yaml', { content: environment + locks.pnpmLock(small, '9.0'), options })
  })

  test('an installed package.json and a workflow', async () => {
    const manifest = JSON.stringify({ name: '@s/a', version: '1.0.0', license: 'MIT', author: { name: 'x' } }, null, 2)
    await expectNoFault('node-modules', 'node_modules/@s/a/package.json', { content: manifest, options: { copies: 20 } })
    // YAML has no end mark: a workflow that is cut between two lines, or inside a word, is a workflow.
    await expectNoFault('github-workflow', '.github/workflows/ci.yml', { content: WORKFLOW, options: { wholeAfterCut: () => true } })
  })

  test('a bun.lockb of another format', async () => {
    const bytes = bunLockb(small, 3)
    bytes[42] = 4
    const { problems } = extractFile(memoryTree({ 'bun.lockb': bytes }), await load('bun-lockb'), 'bun.lockb')
    expect(problems.map(({ code, effect }) => [code, effect])).toEqual([['unsupported-version', 'incomplete']])
  })
})

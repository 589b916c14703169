import { Buffer } from 'node:buffer'
import type { Hash, HashAlgorithm, Scope } from '@cupel/model'
import type { NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import type { BunBinary } from '../npm/bun-binary.ts'
import { bunFormat, BunLockInvalid, DEPENDENCY_BYTES, readBunBinary } from '../npm/bun-binary.ts'
import type { BunResolution } from '../npm/bun-resolution.ts'
import { bunResolution } from '../npm/bun-resolution.ts'
import type { ScopedEdge } from '../npm/reach-scopes.ts'
import { writeGraph } from '../npm/write-graph.ts'
import { writePackage } from '../npm/write-package.ts'

const MAX_BYTES = 256 * 1024 * 1024
const HASHES: Readonly<Record<number, readonly [algorithm: HashAlgorithm, bytes: number]>> = {
  1: ['sha1', 20],
  2: ['sha256', 32],
  3: ['sha384', 48],
  4: ['sha512', 64],
}
/** Bits of a dependency's behaviour; one of none of these is a plain dependency or a workspace. */
const BEHAVIOURS: readonly (readonly [bit: number, scope: Scope])[] = [
  [16, 'peer'],
  [4, 'optional'],
  [8, 'dev'],
]

/** bun.lockb, bun's binary lock before 1.2 and on request since: format 2 and 3. It has no lines. */
export default defineExtractor({
  id: 'bun-lockb',
  title: 'bun.lockb, format 2 and 3',
  type: 'npm',
  kind: 'lock',
  files: ['bun.lockb'],
  extract(input, out) {
    const { file } = input
    if (file.size > MAX_BYTES) {
      return out.problem({ code: 'limit-exceeded', detail: `${file.size} bytes are over the limit of ${MAX_BYTES}` })
    }
    const read = file.read(0, file.size)
    const bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength)
    const format = bunFormat(bytes)
    if (format === null) throw new BunLockInvalid('the file does not start as a bun.lockb')
    out.format(String(format))
    if (format !== 2 && format !== 3) {
      return out.problem({
        code: 'unsupported-version',
        detail: `format ${format} is not 2 or 3`,
        hint: 'run bun install to rewrite the file',
      })
    }
    const binary = readBunBinary(bytes)
    const packages = Array.from({ length: binary.count }, (_, row) => {
      const name = binary.text(binary.field('name', row))
      return { row, name, resolution: bunResolution(binary, binary.field('resolution', row), name), edges: edgesOf(binary, row) }
    })
    out.entries(packages.filter(({ resolution }) => resolution.kind !== 'root').length)
    const projects = new Map<number, NodeId>()
    for (const { row, name, resolution } of packages) {
      if (resolution.kind !== 'package') projects.set(row, out.project({ name, folder: resolution.place }))
    }
    const roots = packages.flatMap(({ row, edges }) => {
      const project = projects.get(row)
      return project === undefined ? [] : [{ project, edges }]
    })
    const nodes = packages.map(({ row, name, resolution, edges }) => ({
      edges: resolution.kind === 'package' ? edges : [],
      write(scopes: readonly Scope[]): NodeId | null {
        const project = projects.get(row)
        if (project !== undefined) {
          if (resolution.kind === 'workspace') out.skip('workspace member')
          return project
        }
        if (resolution.source.kind === 'local') {
          out.skip('local folder')
          return null
        }
        return written(resolution, { name, scopes, hashes: hashOf(binary.field('meta', row)) })
      },
    }))
    function written(
      { version, source }: BunResolution,
      rest: { name: string; scopes: readonly Scope[]; hashes: readonly Hash[] },
    ): NodeId | null {
      const node = writePackage(out, { ...rest, version, source })
      if (node === null) out.skip('invalid name')
      return node
    }
    writeGraph(nodes, roots, out)
  },
})

/** A package names a run of dependency records; the record of the same number in `resolutions` is the package that answered. */
function edgesOf(binary: BunBinary, row: number): readonly ScopedEdge[] {
  const slice = binary.field('dependencies', row)
  const from = slice.readUInt32LE(0)
  const count = slice.readUInt32LE(4)
  if ((from + count) * DEPENDENCY_BYTES > binary.dependencies.length || (from + count) * 4 > binary.resolutions.length) {
    throw new BunLockInvalid('dependencies of a package are not inside their buffer')
  }
  const edges: ScopedEdge[] = []
  for (let at = from; at < from + count; at++) {
    const to = binary.resolutions.readUInt32LE(at * 4)
    const behaviour = binary.dependencies[at * DEPENDENCY_BYTES + 16] as number
    const scope = BEHAVIOURS.find(([bit]) => (behaviour & bit) !== 0)?.[1] ?? 'runtime'
    if (to < binary.count) edges.push({ to, scope })
  }
  return edges
}

function hashOf(meta: Buffer): readonly Hash[] {
  const known = HASHES[meta[20] as number]
  return known === undefined ? [] : [{ algorithm: known[0], value: meta.toString('hex', 21, 21 + known[1]) }]
}

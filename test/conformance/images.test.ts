import type { Stats } from 'node:fs'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { openTarget } from '@cupel/source'
import type { Tree } from '@cupel/source'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { makeTar } from '../make-tar.ts'
import type { TarMemberInput } from '../make-tar.ts'

const base = mkdtempSync(join(tmpdir(), 'cupel-images-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const sha = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const hasTar = spawnSync('tar', ['--version']).error === undefined
if (!hasTar) console.warn('skipped: tar is not installed')

/** One layer, by the operations a container build does. */
type Operation =
  | { readonly kind: 'file'; readonly path: string; readonly content: string }
  | { readonly kind: 'folder' | 'remove' | 'opaque'; readonly path: string }
  | { readonly kind: 'hardlink'; readonly path: string; readonly target: string }

/** Lays the layer over a folder of the disk: removals first, then tar extracts the rest. */
function layOnDisk(root: string, operations: readonly Operation[]): void {
  for (const { kind, path } of operations) {
    if (kind === 'remove' && exists(join(root, path))) rmSync(join(root, path), { recursive: true, force: true })
    if (kind === 'opaque' && isFolder(join(root, path)))
      for (const name of readdirSync(join(root, path))) rmSync(join(root, path, name), { recursive: true, force: true })
  }
  const kept = operations.filter(({ kind }) => kind !== 'remove' && kind !== 'opaque')
  const tar = makeTar(kept.map(memberOf))
  // A file in the way of a folder, or a folder in the way of a file, is replaced.
  for (const { kind, path } of kept) {
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent))
      if (exists(join(root, parent)) && !isFolder(join(root, parent))) rmSync(join(root, parent))
    if (exists(join(root, path)) && isFolder(join(root, path)) !== (kind === 'folder')) rmSync(join(root, path), { recursive: true })
  }
  execFileSync('tar', ['-xf', '-', '-C', root], { input: tar })
}

function exists(path: string): boolean {
  return statOf(path) !== undefined
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true
}

/** A file in the place of a parent folder is an error to the system, and here only means that there is nothing. */
function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function memberOf(operation: Operation): TarMemberInput {
  const { kind, path } = operation
  if (kind === 'file') return { name: path, content: operation.content }
  if (kind === 'folder') return { name: path + '/', type: '5' }
  if (kind === 'hardlink') return { name: path, type: '1', target: operation.target }
  return kind === 'opaque' ? { name: `${path}/.wh..wh..opq` } : { name: join(dirname(path), '.wh.' + basename(path)) }
}

function contentsOnDisk(root: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) found[path.slice(root.length + 1)] = readFileSync(path, 'utf8')
  }
  return found
}

function contentsOf(tree: Tree): Record<string, string> {
  const found: Record<string, string> = {}
  tree.walk(
    ({ path, files, folders }) => {
      for (const name of files) {
        const at = path === '' ? name : `${path}/${name}`
        const file = tree.open(at)
        found[at] = file === null ? '' : Buffer.from(file.read(0, file.size)).toString()
      }
      return folders
    },
    () => {},
  )
  return found
}

function writeLayout(folder: string, layers: readonly Uint8Array[], blobs: readonly Uint8Array[]): void {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true })
  const blob = (bytes: Uint8Array | string) => {
    writeFileSync(join(folder, 'blobs/sha256', sha(bytes)), bytes)
    return 'sha256:' + sha(bytes)
  }
  const config = blob(
    JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: layers.map((layer) => 'sha256:' + sha(layer)) } }),
  )
  const manifest = {
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config },
    layers: blobs.map((bytes) => ({ digest: blob(bytes) })),
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ manifests: [{ digest: blob(JSON.stringify(manifest)) }] }))
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
}

describe.runIf(hasTar)('layers laid over each other', () => {
  test('give the files that tar and rm leave on a disk', async () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    const operation: fc.Arbitrary<Operation> = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('file' as const), path, content: fc.string({ maxLength: 8 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('folder' as const, 'remove' as const, 'opaque' as const), path }) },
    )
    const layer = fc.uniqueArray(operation, { maxLength: 5, selector: (one) => one.path }).filter(isConsistent)
    let compared = 0
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 4 }), async (layers) => {
        const disk = join(base, `disk-${++round}`)
        const layout = join(base, `layout-${round}`)
        mkdirSync(disk)
        const tars: Uint8Array[] = []
        for (const operations of layers) {
          const linked = withHardLink(operations)
          layOnDisk(disk, linked)
          tars.push(makeTar(linked.map(memberOf)))
        }
        writeLayout(layout, tars, tars)
        const image = await openTarget(layout)
        const expected = contentsOnDisk(disk)
        expect(image.problems).toEqual([])
        expect(contentsOf(image.tree)).toEqual(expected)
        compared += Object.keys(expected).length
        image.close()
      }),
      { seed: 1, numRuns: 60 },
    )
    console.log(`images: ${round} stacks of layers, ${compared} files agree with the disk`)
  })
})

/** A path that a layer makes is not inside one that the same layer makes a file of or removes. */
function isConsistent(operations: readonly Operation[]): boolean {
  const closed = operations.filter(({ kind }) => kind === 'file' || kind === 'remove').map(({ path }) => path + '/')
  return operations.every(({ path }) => !closed.some((prefix) => path.startsWith(prefix)))
}

function withHardLink(operations: readonly Operation[]): readonly Operation[] {
  const file = operations.find(({ kind }) => kind === 'file')
  return file === undefined ? operations : [...operations, { kind: 'hardlink', path: 'linked', target: file.path }]
}

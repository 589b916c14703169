import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { makeTar } from '../../../test/make-tar.ts'
import type { TarMemberInput } from '../../../test/make-tar.ts'
import { makeZip } from '../../../test/make-zip.ts'
import { openImageIn } from './image.ts'
import { memoryTree } from './memory-tree.ts'
import { openTarget } from './open-target.ts'
import type { Tree } from './tree.ts'
import { ReadFailed } from './tree.ts'

const base = mkdtempSync(join(tmpdir(), 'cupel-image-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const sha = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
/** `true` in one frame with a raw block: a zstd file any decoder reads. */
function zstdStored(bytes: Uint8Array): Uint8Array {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58])
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 1 << 16) {
    const data = bytes.subarray(at, at + (1 << 16))
    const block = Buffer.alloc(3)
    block.writeUIntLE((data.length << 3) | (at + data.length >= bytes.length ? 1 : 0), 0, 3)
    blocks.push(block, Buffer.from(data))
  }
  return Buffer.concat([header, ...blocks])
}

interface Made {
  readonly files: Record<string, string | Uint8Array>
  readonly diffIds: readonly string[]
  readonly manifest: string
}

/** An OCI layout of one image; `pack` gives each layer's blob. */
function ociLayout(layers: readonly (readonly TarMemberInput[])[], pack = (tar: Uint8Array, _at: number): Uint8Array => tar): Made {
  const tars = layers.map((members) => makeTar(members))
  const files: Record<string, string | Uint8Array> = { 'oci-layout': '{"imageLayoutVersion":"1.0.0"}' }
  const blob = (bytes: Uint8Array | string) => {
    files['blobs/sha256/' + sha(bytes)] = bytes
    return 'sha256:' + sha(bytes)
  }
  const diffIds = tars.map((tar) => 'sha256:' + sha(tar))
  const history = [{ created_by: 'ENV x', empty_layer: true }, ...layers.map((_, at) => ({ created_by: `step ${at}` }))]
  const config = blob(JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: diffIds }, history }))
  const manifest = blob(
    JSON.stringify({
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config },
      layers: tars.map((tar, at) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: blob(pack(tar, at)) })),
    }),
  )
  files['index.json'] = JSON.stringify({ manifests: [{ digest: manifest, annotations: { 'org.opencontainers.image.ref.name': 'app:1' } }] })
  return { files, diffIds, manifest }
}

function listing(tree: Tree): string[] {
  const found: string[] = []
  tree.walk(
    ({ path, files, folders, links = [] }) => {
      for (const name of [...files, ...links.map((link) => link + '@')]) found.push(path === '' ? name : path + '/' + name)
      return folders
    },
    () => {},
  )
  return found
}

function textOf(tree: Tree, path: string): string | null {
  const file = tree.open(path)
  return file === null ? null : new TextDecoder().decode(file.read(0, file.size))
}

const layers: readonly (readonly TarMemberInput[])[] = [
  [
    { name: 'usr/lib/', type: '5' },
    { name: 'lib', type: '2', target: 'usr/lib' },
    { name: 'usr/lib/db', content: 'one' },
    { name: 'usr/lib/other', content: 'kept' },
    { name: 'gone', content: 'x' },
    { name: 'hidden/a', content: 'x' },
    { name: 'hidden/b/c', content: 'x' },
    { name: 'etc/abs', type: '2', target: '/usr/lib/other' },
    { name: 'etc/out', type: '2', target: '../../../../etc/passwd' },
    { name: 'etc/loop', type: '2', target: 'loop' },
  ],
  [
    { name: 'lib/db', content: 'two' },
    { name: '.wh.gone' },
    { name: 'hidden/new', content: 'y' },
    { name: 'hidden/.wh..wh..opq' },
    { name: 'copy', type: '1', target: 'usr/lib/other' },
  ],
  [
    { name: 'usr/lib/db', content: 'three' },
    { name: 'top', content: 'z' },
  ],
]

describe('openImageIn', () => {
  const packs: readonly [string, (tar: Uint8Array, at: number) => Uint8Array][] = [
    ['plain', (tar) => tar],
    ['gzip', (tar) => gzipSync(tar)],
    ['zstd', zstdStored],
    ['mixed', (tar, at) => (at === 0 ? gzipSync(tar) : at === 1 ? zstdStored(tar) : tar)],
  ]
  test.each(packs)('lays %s layers over each other', async (_, pack) => {
    const { files, diffIds, manifest } = ociLayout(layers, pack)
    const image = await openImageIn(memoryTree(files))
    expect(image.problems).toEqual([])
    expect(image).toMatchObject({ name: 'app:1', digest: manifest, platform: 'linux/amd64' })
    expect(image.layers.map(({ diffId, createdBy }) => [diffId, createdBy])).toEqual(diffIds.map((id, at) => [id, `step ${at}`]))
    const { tree } = image
    expect(listing(tree)).toEqual(['copy', 'top', 'lib@', 'etc/abs@', 'etc/loop@', 'etc/out@', 'hidden/new', 'usr/lib/db', 'usr/lib/other'])
    expect(textOf(tree, 'lib/db')).toBe('three')
    expect(textOf(tree, 'etc/abs')).toBe('kept')
    expect(textOf(tree, 'copy')).toBe('kept')
    expect(textOf(tree, 'etc/out')).toBeNull()
    expect(textOf(tree, 'etc/loop')).toBeNull()
    expect(textOf(tree, 'gone')).toBeNull()
    expect(tree.list('lib')).toEqual(['db', 'other'])
    expect(tree.open('copy')?.layer).toBe(diffIds[1])
    expect(tree.open('lib/other')?.layer).toBe(diffIds[0])
    const versions = tree.versions?.('lib/db') ?? []
    expect(versions.map((file) => [new TextDecoder().decode(file.read(0, 9)), file.layer])).toEqual([
      ['one', diffIds[0]],
      ['two', diffIds[1]],
      ['three', diffIds[2]],
    ])
    image.close()
  })

  test('keeps of compressed layers what it is told to', async () => {
    const { files } = ociLayout(layers, (tar) => gzipSync(tar))
    const { tree } = await openImageIn(memoryTree(files), {
      keep: (path, _, head) => path.endsWith('db') || Buffer.from(head).toString() === 'z',
    })
    expect(textOf(tree, 'lib/db')).toBe('three')
    expect(textOf(tree, 'top')).toBe('z')
    expect(() => tree.open('lib/other')).toThrow(ReadFailed)
  })

  test.each([
    ['a changed layer', 'malformed', (files: Made['files'], name: string) => void (files[name] = makeTar([{ name: 'evil' }]))],
    ['a missing layer', 'include-missing', (files: Made['files'], name: string) => void delete files[name]],
    [
      'a layer cut off',
      'malformed',
      (files: Made['files'], name: string) => void (files[name] = gzipSync(makeTar(layers[2] ?? [])).subarray(0, 60)),
    ],
    [
      'a layer in xz',
      'unsupported-content',
      (files: Made['files'], name: string) => void (files[name] = Buffer.from('fd377a585a000000', 'hex')),
    ],
  ])('%s is a problem, the rest is read', async (_, code, damage) => {
    const { files } = ociLayout(layers)
    damage(files, 'blobs/sha256/' + sha(makeTar(layers[2] ?? [])))
    const image = await openImageIn(memoryTree(files))
    expect(image.problems).toContainEqual(expect.objectContaining({ code, effect: 'incomplete' }))
    expect(textOf(image.tree, 'usr/lib/other')).toBe('kept')
  })

  test('documents of any shape are refused, never a crash', async () => {
    const { files } = ociLayout(layers)
    const names = Object.keys(files).filter((name) => typeof files[name] === 'string')
    const shapes = [
      null,
      0,
      '',
      'x',
      true,
      [],
      {},
      [null],
      [[]],
      { manifests: null },
      { manifests: [null, 1, 'x', {}, { digest: 7, annotations: 'x', platform: 3 }] },
      { layers: [{}], config: null },
    ]
    for (const name of [...names, 'manifest.json', 'repositories']) {
      for (const shape of [
        ...shapes.map((value) => JSON.stringify(value)),
        '{',
        '[{"Layers":[1,"../x",null],"RepoTags":{},"Config":[]}]',
        '{"a":{"b":"../../x"}}',
        '['.repeat(100_000),
      ]) {
        for (const base of [files, {}]) {
          try {
            await openImageIn(memoryTree({ ...base, [name]: shape }))
          } catch (error) {
            if (!(error instanceof ReadFailed)) throw error
          }
        }
      }
    }
  })

  test('an image over the limit stops with a problem', async () => {
    const { files } = ociLayout([[{ name: 'a', content: 'x'.repeat(100_000) }]], (tar) => gzipSync(tar))
    const limits = {
      textBytes: 1e6,
      fileBytes: 1e6,
      inflatedBytes: 50_000,
      memberBytes: 1e6,
      members: 100,
      nesting: 2,
      entries: 100,
      depth: 10,
    }
    const image = await openImageIn(memoryTree(files), { limits })
    expect(image.problems).toContainEqual(expect.objectContaining({ code: 'limit-exceeded' }))
  })

  test('chooses the platform, and says which others there are', async () => {
    const arm = ociLayout([[{ name: 'arm' }]])
    const amd = ociLayout([[{ name: 'amd' }]])
    const inner = JSON.stringify({
      manifests: [
        { digest: arm.manifest, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        { digest: amd.manifest, platform: { os: 'linux', architecture: 'amd64' } },
        { digest: 'sha256:' + '0'.repeat(64), platform: { os: 'linux', architecture: 's390x' } },
        { digest: amd.manifest, platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    })
    const index = { manifests: [{ digest: 'sha256:' + sha(inner), mediaType: 'application/vnd.oci.image.index.v1+json' }] }
    const store = memoryTree({ ...arm.files, ...amd.files, ['blobs/sha256/' + sha(inner)]: inner, 'index.json': JSON.stringify(index) })
    const image = await openImageIn(store)
    expect(listing(image.tree)).toEqual(['amd'])
    expect(image.problems).toMatchObject([{ effect: 'note', detail: expect.stringContaining('linux/arm64/v8') }])
    expect(listing((await openImageIn(store, { platform: 'linux/arm64' })).tree)).toEqual(['arm'])
    await expect(openImageIn(store, { platform: 'linux/s390x' })).rejects.toThrow('the layout has no image linux/s390x')
  })

  test('a docker archive, also the one of before manifest.json', async () => {
    const tars = layers.map((members) => makeTar(members))
    const config = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: tars.map((tar) => 'sha256:' + sha(tar)) } })
    const names = ['a', 'b', 'c'].map((letter) => letter.repeat(64))
    const files: Record<string, string | Uint8Array> = {}
    for (const [at, name] of names.entries()) {
      files[name + '/layer.tar'] = tars[at] as Buffer
      files[name + '/json'] = JSON.stringify({ id: name, parent: names[at - 1] })
    }
    const old = memoryTree({ ...files, repositories: JSON.stringify({ app: { old: names[2] } }) })
    const manifest = JSON.stringify([
      { Config: sha(config) + '.json', RepoTags: ['app:1'], Layers: names.map((name) => name + '/layer.tar') },
    ])
    const present = memoryTree({ ...files, [sha(config) + '.json']: config, 'manifest.json': manifest })
    for (const [store, name] of [
      [old, 'app:old'],
      [present, 'app:1'],
    ] as const) {
      const image = await openImageIn(store)
      expect(image).toMatchObject({ name, problems: [] })
      expect(textOf(image.tree, 'lib/db')).toBe('three')
    }
    expect((await openImageIn(present)).digest).toBe('sha256:' + sha(config))
  })
})

describe('openTarget', () => {
  const { files } = ociLayout(layers, (tar) => gzipSync(tar))
  const asTar = makeTar(Object.entries(files).map(([name, content]) => ({ name, content })))
  const small = [{ name: 'app/package.json', content: '{}' }]
  const targets: readonly [string, Uint8Array | string, string, readonly string[]][] = [
    ['image.tar', asTar, 'image', ['copy', 'top']],
    ['image.tar.gz', gzipSync(asTar), 'image', ['copy', 'top']],
    ['image.tar.zst', zstdStored(asTar), 'image', ['copy', 'top']],
    ['source.tgz', gzipSync(makeTar(small)), 'archive', ['app/package.json']],
    ['source.zip', makeZip(small), 'archive', ['app/package.json']],
    ['app.jar', makeZip(small), 'file', ['app.jar']],
    ['bom.json.gz', gzipSync('{"bomFormat":"CycloneDX"}'), 'file', ['bom.json.gz']],
    ['package-lock.json', '{}', 'file', ['package-lock.json']],
  ]
  test.each(targets)('%s is told by its content', async (name, bytes, kind, first) => {
    writeFileSync(join(base, name), bytes)
    const target = await openTarget(join(base, name))
    expect(target).toMatchObject({ kind, problems: [] })
    expect(listing(target.tree).slice(0, first.length)).toEqual(first)
    target.close()
  })

  test('an OCI layout in a folder, and a folder', async () => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(base, 'layout', name)), { recursive: true })
      writeFileSync(join(base, 'layout', name), content)
    }
    expect((await openTarget(join(base, 'layout'))).kind).toBe('image')
    expect((await openTarget(base)).kind).toBe('folder')
  })

  test('a cut gzip gives what came before', async () => {
    const many = makeTar(Array.from({ length: 50 }, (_, at) => ({ name: `file-${at}`, content: sha(String(at)).repeat(40) })))
    writeFileSync(join(base, 'cut.tgz'), gzipSync(many).subarray(0, 1500))
    const target = await openTarget(join(base, 'cut.tgz'))
    expect(target.problems).toContainEqual(expect.objectContaining({ code: 'malformed', effect: 'incomplete' }))
    expect(listing(target.tree)).toContain('file-0')
  })

  test('what is not there', async () => {
    await expect(openTarget(join(base, 'absent'))).rejects.toThrow('ENOENT')
  })
})

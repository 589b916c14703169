import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import chiselManifest from './chisel-manifest.ts'

const PATH = 'var/lib/chisel/manifest.wall'

/** One frame with one raw block (RFC 8878): zstd without compressing. */
function zstdFrame(text: string): Uint8Array {
  const content = Buffer.from(text)
  const block = (content.length << 3) | 1
  const size = Buffer.alloc(4)
  size.writeUInt32LE(content.length)
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]),
    size,
    Buffer.from([block & 0xff, (block >> 8) & 0xff, block >> 16]),
    content,
  ])
}

function read(lines: readonly object[], count = lines.length + 1) {
  const text = [{ jsonwall: '1.0', schema: '1.0', count }, ...lines].map((line) => JSON.stringify(line) + '\n').join('')
  return extractFile(memoryTree({ [PATH]: zstdFrame(text), 'etc/os-release': 'ID=ubuntu\nVERSION_ID="24.04"\n' }), chiselManifest, PATH)
}

test('packages with their source, as far as it is known', () => {
  const { components, problems } = read([
    { kind: 'package', name: 'libssl3t64', version: '3.0.13-0ubuntu3.5', sha256: 'a'.repeat(64), arch: 'amd64' },
    { kind: 'package', name: 'libstdc++6', version: '14.2.0-4ubuntu2', arch: 'amd64' },
    { kind: 'package', name: 'dotnet-runtime-8.0', version: '8.0.10', arch: 'amd64' },
    { kind: 'slice', name: 'base-files_base' },
    { kind: 'package', name: 'libodd7', version: '1', arch: 'amd64' },
  ])
  expect(components.map(({ purl, subject, ecosystem }) => [purl, subject?.name, ecosystem])).toEqual([
    ['pkg:deb/ubuntu/libssl3t64@3.0.13-0ubuntu3.5?arch=amd64&distro=ubuntu-24.04&upstream=openssl', 'openssl', 'Ubuntu:24.04:LTS'],
    ['pkg:deb/ubuntu/libstdc%2B%2B6@14.2.0-4ubuntu2?arch=amd64&distro=ubuntu-24.04&upstream=gcc-14', 'gcc-14', 'Ubuntu:24.04:LTS'],
    ['pkg:deb/ubuntu/dotnet-runtime-8.0@8.0.10?arch=amd64&distro=ubuntu-24.04&upstream=dotnet8', 'dotnet8', 'Ubuntu:24.04:LTS'],
    ['pkg:deb/ubuntu/libodd7@1?arch=amd64&distro=ubuntu-24.04', 'libodd7', 'Ubuntu:24.04:LTS'],
  ])
  expect(problems).toMatchObject([{ code: 'unsupported-content', effect: 'incomplete', detail: expect.stringContaining('libodd7') }])
})

test('a cut wall and damaged compression are said', () => {
  expect(read([{ kind: 'slice', name: 'a' }], 9).problems).toMatchObject([{ code: 'malformed' }])
  const broken = extractFile(memoryTree({ [PATH]: 'x' }), chiselManifest, PATH)
  expect([broken.coverage.state, broken.problems[0]?.code]).toEqual(['failed', 'malformed'])
})

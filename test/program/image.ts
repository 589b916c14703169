import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { makeTar } from '../make-tar.ts'
import type { TarMemberInput } from '../make-tar.ts'

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function configOf(layers: readonly Uint8Array[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
      history: layers.map((_, at) => ({ created_by: `step ${at}` })),
    }),
  )
}

/** What `docker save` writes, of layers given lowest first. */
export function dockerArchive(layers: readonly (readonly TarMemberInput[])[]): Buffer {
  const tars = layers.map((members) => makeTar(members))
  const config = configOf(tars)
  const manifest = [{ Config: `${sha256(config)}.json`, RepoTags: ['acme/app:1'], Layers: tars.map((_, at) => `layer${at}/layer.tar`) }]
  return makeTar([
    { name: manifest[0]?.Config ?? '', content: config },
    ...tars.map((content, at) => ({ name: `layer${at}/layer.tar`, content })),
    { name: 'manifest.json', content: JSON.stringify(manifest) },
  ])
}

/** Files of an OCI image layout with gzipped layers, by path. */
export function ociLayout(layers: readonly (readonly TarMemberInput[])[]): Readonly<Record<string, Uint8Array>> {
  const tars = layers.map((members) => makeTar(members))
  const files: Record<string, Uint8Array> = {}
  function blob(bytes: Uint8Array, mediaType: string): object {
    const digest = sha256(bytes)
    files[`blobs/sha256/${digest}`] = bytes
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length }
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: blob(configOf(tars), 'application/vnd.oci.image.config.v1+json'),
    layers: tars.map((tar) => blob(gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip')),
  }
  const index = { schemaVersion: 2, manifests: [blob(Buffer.from(JSON.stringify(manifest)), manifest.mediaType)] }
  files['index.json'] = Buffer.from(JSON.stringify(index))
  files['oci-layout'] = Buffer.from('{"imageLayoutVersion":"1.0.0"}')
  return files
}

/** Layers of a small Debian: one vulnerable package of the distribution, and an application whose old lock a later layer removes. */
export function debianLayers(lock: string): readonly (readonly TarMemberInput[])[] {
  const status = [
    'Package: acme-lib',
    'Status: install ok installed',
    'Architecture: amd64',
    'Version: 1.2-1',
    'Maintainer: a',
    'Description: b',
    '',
    '',
  ]
  return [
    [
      { name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
      { name: 'var/lib/dpkg/status', content: status.join('\n') },
      { name: 'old/package-lock.json', content: lock.replaceAll('acme-parser', 'acme-gone') },
    ],
    [{ name: 'app/package-lock.json', content: lock }, { name: 'old/.wh.package-lock.json' }],
  ]
}

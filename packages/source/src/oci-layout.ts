import type { ArchiveProblem } from './archive-refused.ts'
import { ArchiveRefused } from './archive-refused.ts'
import type { Descriptor } from './image-json.ts'
import { blobPath, descriptorOf, field, listField, readJsonFile, textField, textsField } from './image-json.ts'
import type { ImageChoice, ImagePlan, PlannedLayer } from './image-plan.ts'
import { createdByOf } from './image-plan.ts'
import type { Tree } from './tree.ts'

/** Is this an OCI image layout (image-spec, image-layout.md)? */
export function isOciLayout(store: Tree): boolean {
  return exists(store, 'index.json') && exists(store, 'oci-layout')
}

const INDEX_TYPES = new Set(['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'])
const CONFIG_TYPES = new Set(['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'])
/** An index may hold an index; real ones are two deep. */
const MAX_DEPTH = 4

/**
 * Plans the reading of one image of an OCI layout: follows nested indexes, leaves out attestations, chooses the platform. Several
 * images or platforms are reported, the first is read.
 */
export function planOciLayout(store: Tree, choice: ImageChoice): ImagePlan {
  const version = textField(readJsonFile(store, 'oci-layout'), 'imageLayoutVersion')
  const problems: ArchiveProblem[] = []
  if (!version.startsWith('1.'))
    problems.push({ code: 'unsupported-version', effect: 'incomplete', detail: `OCI layout version ${JSON.stringify(version)}` })
  const found = manifestsOf(store, readJsonFile(store, 'index.json'), problems)
  const chosen = choose(found, choice, problems)
  const manifest = readBlob(store, chosen.descriptor.digest)
  if (manifest === null) throw new ArchiveRefused('include-missing', 'the manifest of the image is not in the layout')
  const config = descriptorOf(field(manifest, 'config'))
  const layerList = listField(manifest, 'layers').map(descriptorOf)
  if (!CONFIG_TYPES.has(config.mediaType))
    throw new ArchiveRefused(
      'unsupported-content',
      `not a container image but ${textField(manifest, 'artifactType') || config.mediaType || 'something of no stated type'}`,
    )
  const configuration = readBlob(store, config.digest)
  if (configuration === null)
    problems.push({ code: 'include-missing', effect: 'incomplete', detail: 'the configuration of the image is not in the layout' })
  const diffIds = textsField(field(configuration, 'rootfs'), 'diff_ids')
  const createdBy = createdByOf(listField(configuration, 'history'))
  if (configuration !== null && diffIds.length !== layerList.length) {
    problems.push({
      code: 'malformed',
      effect: 'incomplete',
      detail: `${layerList.length} layers in the manifest, ${diffIds.length} in the configuration`,
    })
  }
  const layers = layerList.map(({ digest, mediaType }, at): PlannedLayer => ({
    path: blobPath(digest) ?? '',
    digest,
    diffId: diffIds[at] ?? '',
    createdBy: createdBy[at] ?? '',
    mediaType,
  }))
  const platform =
    chosen.descriptor.platform ||
    [textField(configuration, 'os'), textField(configuration, 'architecture')].filter((part) => part !== '').join('/')
  return { name: chosen.name, digest: chosen.descriptor.digest, platform, layers, problems }
}

interface Candidate {
  readonly descriptor: Descriptor
  readonly name: string
  /** Is its manifest in the layout? A layout of one platform often keeps the index of all. */
  readonly present: boolean
}

function manifestsOf(store: Tree, index: unknown, problems: ArchiveProblem[]): readonly Candidate[] {
  const found: Candidate[] = []
  const pending = [{ index, name: '', depth: 0 }]
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    for (const descriptor of listField(at.index, 'manifests').map(descriptorOf)) {
      const name =
        descriptor.annotations['io.containerd.image.name'] ?? descriptor.annotations['org.opencontainers.image.ref.name'] ?? at.name
      const path = blobPath(descriptor.digest)
      const present = path !== null && exists(store, path)
      if (descriptor.annotations['vnd.docker.reference.type'] !== undefined || descriptor.platform === 'unknown/unknown') continue
      if (!INDEX_TYPES.has(descriptor.mediaType)) found.push({ descriptor, name, present })
      else if (at.depth >= MAX_DEPTH)
        problems.push({ code: 'limit-exceeded', effect: 'incomplete', detail: `image indexes nested more than ${MAX_DEPTH} deep` })
      else if (present) pending.push({ index: readBlob(store, descriptor.digest), name, depth: at.depth + 1 })
      else problems.push({ code: 'include-missing', effect: 'incomplete', detail: 'an image index is not in the layout' })
    }
  }
  return found
}

function choose(found: readonly Candidate[], { image, platform }: ImageChoice, problems: ArchiveProblem[]): Candidate {
  const named = image === undefined ? found : found.filter(({ name }) => name === image)
  const fitting = platform === undefined ? named : named.filter(({ descriptor }) => fits(descriptor.platform, platform))
  const present = fitting.filter((candidate) => candidate.present)
  const chosen = present.find(({ descriptor }) => fits(descriptor.platform, 'linux/amd64')) ?? present[0]
  if (chosen === undefined) {
    const asked = [image, platform].filter((part) => part !== undefined).join(' ')
    throw new ArchiveRefused('include-missing', `the layout has no image${asked === '' ? '' : ' ' + asked}; it names ${shown(found)}`)
  }
  if (present.length > 1) {
    const several =
      new Set(present.map(({ name }) => name)).size > 1 || new Set(present.map(({ descriptor }) => descriptor.platform)).size === 1
    const detail = `the layout holds ${present.length} images; only ${shown([chosen])} was read of ${shown(present)}`
    problems.push({ code: 'unsupported-content', effect: several ? 'incomplete' : 'note', detail })
  }
  return chosen
}

function fits(has: string, wanted: string): boolean {
  return has === wanted || has.startsWith(wanted + '/')
}

function shown(candidates: readonly Candidate[]): string {
  const names = candidates
    .slice(0, 10)
    .map(({ name, descriptor }) => [name, descriptor.platform].filter((part) => part !== '').join(' ') || descriptor.digest.slice(0, 19))
  return names.length === 0 ? 'none' : names.join(', ')
}

function readBlob(store: Tree, digest: string): unknown {
  const path = blobPath(digest)
  if (path === null) throw new ArchiveRefused('malformed', `not a digest: ${JSON.stringify(digest.slice(0, 80))}`)
  return readJsonFile(store, path, digest)
}

function exists(store: Tree, path: string): boolean {
  try {
    const file = store.open(path)
    file?.close()
    return file !== null
  } catch {
    return false
  }
}

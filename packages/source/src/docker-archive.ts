import type { ArchiveProblem } from './archive-refused.ts'
import { ArchiveRefused } from './archive-refused.ts'
import { field, listField, readJsonFile, textField, textsField } from './image-json.ts'
import type { ImageChoice, ImagePlan, PlannedLayer } from './image-plan.ts'
import { createdByOf } from './image-plan.ts'
import { nameOf, resolvePath } from './paths.ts'
import type { Tree } from './tree.ts'

/** Is this what `docker save` writes? True for its manifest.json, a list of objects with layers; other files of that name are not it. */
export function isDockerArchive(store: Tree): boolean {
  const manifest = tolerant(() => readJsonFile(store, 'manifest.json'))
  if (Array.isArray(manifest)) return manifest.length > 0 && manifest.every((image) => Array.isArray(field(image, 'Layers')))
  return isLegacy(store)
}

/** Plans the reading of one image of a `docker save` archive, also of the one without manifest.json (Docker before 1.10). */
export function planDockerArchive(store: Tree, { image: wanted }: ImageChoice): ImagePlan {
  const manifest = readJsonFile(store, 'manifest.json')
  if (!Array.isArray(manifest)) return planLegacy(store, wanted)
  const problems: ArchiveProblem[] = []
  const named = manifest.filter((image) => wanted === undefined || textsField(image, 'RepoTags').includes(wanted))
  const image: unknown = named[0]
  if (image === undefined) throw new ArchiveRefused('include-missing', 'the archive has no image of that name: ' + namesIn(manifest))
  if (named.length > 1) {
    const detail = `the archive holds ${named.length} images; only the first was read: ${namesIn(named)}`
    problems.push({ code: 'unsupported-content', effect: 'incomplete', detail })
  }
  const configPath = resolvePath('', textField(image, 'Config')) ?? ''
  const config = readConfig(store, configPath, problems)
  const diffIds = textsField(field(config, 'rootfs'), 'diff_ids')
  const createdBy = createdByOf(listField(config, 'history'))
  const layers = textsField(image, 'Layers').map((path, at): PlannedLayer => {
    const digest = /^blobs\/sha256\/[0-9a-f]{64}$/.test(path) ? 'sha256:' + nameOf(path) : ''
    return { path, digest, diffId: diffIds[at] ?? '', createdBy: createdBy[at] ?? '', mediaType: '' }
  })
  if (layers.length !== listField(image, 'Layers').length || (config !== null && layers.length !== diffIds.length)) {
    problems.push({
      code: 'malformed',
      effect: 'incomplete',
      detail: `${layers.length} layers in the manifest, ${diffIds.length} in the configuration`,
    })
  }
  const id = /[0-9a-f]{64}/.exec(configPath)?.[0]
  const platform = [textField(config, 'os'), textField(config, 'architecture')].filter((part) => part !== '').join('/')
  return { name: textsField(image, 'RepoTags')[0] ?? '', digest: id === undefined ? '' : 'sha256:' + id, platform, layers, problems }
}

function readConfig(store: Tree, path: string, problems: ArchiveProblem[]): unknown {
  const id = /[0-9a-f]{64}/.exec(path)?.[0]
  try {
    const config = readJsonFile(store, path, id === undefined ? '' : 'sha256:' + id)
    if (config === null)
      problems.push({ code: 'include-missing', effect: 'incomplete', detail: 'the configuration of the image is not in the archive' })
    return config
  } catch (error) {
    if (!(error instanceof ArchiveRefused)) throw error
    problems.push({ code: error.code, effect: 'incomplete', detail: error.message })
    return null
  }
}

function namesIn(manifest: readonly unknown[]): string {
  const names = manifest.flatMap((image) => textsField(image, 'RepoTags'))
  return names.length === 0 ? '(unnamed)' : names.slice(0, 10).join(', ')
}

function isLegacy(store: Tree): boolean {
  const repositories = tolerant(() => readJsonFile(store, 'repositories'))
  return legacyTops(repositories).length > 0
}

/** `repositories` maps names to tags to the id of the top layer; each layer's `json` names its parent. */
function legacyTops(repositories: unknown): readonly { readonly name: string; readonly top: string }[] {
  if (typeof repositories !== 'object' || repositories === null) return []
  const tops: { name: string; top: string }[] = []
  for (const [repository, tags] of Object.entries(repositories)) {
    if (typeof tags !== 'object' || tags === null) continue
    for (const [tag, top] of Object.entries(tags)) {
      if (typeof top === 'string' && /^[0-9a-f]{64}$/.test(top)) tops.push({ name: repository + ':' + tag, top })
    }
  }
  return tops
}

function planLegacy(store: Tree, wanted: string | undefined): ImagePlan {
  const tops = legacyTops(readJsonFile(store, 'repositories'))
  const chosen = tops.find(({ name }) => wanted === undefined || name === wanted)
  if (chosen === undefined) throw new ArchiveRefused('include-missing', 'the archive has no image of that name')
  const layers: PlannedLayer[] = []
  const seen = new Set<string>()
  for (let id = chosen.top; id !== '' && !seen.has(id);) {
    seen.add(id)
    const layer = readJsonFile(store, id + '/json')
    const createdBy = textsField(field(layer, 'container_config'), 'Cmd').join(' ')
    layers.unshift({ path: id + '/layer.tar', digest: '', diffId: '', createdBy, mediaType: '' })
    const parent = textField(layer, 'parent')
    id = /^[0-9a-f]{64}$/.test(parent) ? parent : ''
  }
  const problems: ArchiveProblem[] = []
  if (tops.length > 1 && wanted === undefined) {
    const detail = `the archive holds ${tops.length} images; only the first was read: ${tops
      .map(({ name }) => name)
      .slice(0, 10)
      .join(', ')}`
    problems.push({ code: 'unsupported-content', effect: 'incomplete', detail })
  }
  return { name: chosen.name, digest: '', platform: '', layers, problems }
}

function tolerant(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return null
  }
}

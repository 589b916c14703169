import type { Problem } from '@cupel/model'
import { applyMembers } from './apply-members.ts'
import type { ArchiveProblem } from './archive-refused.ts'
import { isDockerArchive, planDockerArchive } from './docker-archive.ts'
import type { KeepFile } from './image-layer.ts'
import { readLayer } from './image-layer.ts'
import type { ImageChoice, PlannedLayer } from './image-plan.ts'
import type { Limits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { nodeTree } from './node-tree.ts'
import { isOciLayout, planOciLayout } from './oci-layout.ts'
import type { Spool } from './spool.ts'
import { openSpool } from './spool.ts'
import type { OpenFile, Tree } from './tree.ts'
import { ReadFailed } from './tree.ts'
import { emptyFolder } from './tree-nodes.ts'

export interface ImageLayer {
  /** `sha256:` of the layer's tar, as computed here. Evidence names layers by it. */
  readonly diffId: string
  /** Digest of the layer as stored. */
  readonly digest: string
  /** Build step that made it; empty when the image does not tell. */
  readonly createdBy: string
}

export interface OpenedImage {
  readonly tree: Tree
  readonly name: string
  /** Of the manifest, or of the configuration where there is no manifest; empty when neither is known. */
  readonly digest: string
  readonly platform: string
  /** Lowest first. */
  readonly layers: readonly ImageLayer[]
  readonly problems: readonly Problem[]
  /** Frees what was put aside; the tree cannot be read after it. */
  close(): void
}

export interface ImageOptions extends ImageChoice {
  readonly limits?: Limits
  /** Which files of compressed layers to keep; default: all. */
  readonly keep?: KeepFile
  /** Whether a zip of this name is one file (a jar) and not an archive to look into; asked about names that do not end in `.zip`. */
  readonly isPackage?: (name: string) => boolean
}

export function isImageStore(store: Tree): boolean {
  return isOciLayout(store) || isDockerArchive(store)
}

/**
 * Reads the image in an OCI layout or `docker save` archive, itself given as a tree: layers laid over each other, whiteouts applied,
 * links resolved inside the image, digests checked. Throws ArchiveRefused when there is no image to read at all; what is
 * missing or damaged below that is a problem.
 */
export async function openImageIn(store: Tree, options: ImageOptions = {}): Promise<OpenedImage> {
  const { limits = DEFAULT_LIMITS, keep = () => true } = options
  const plan = isOciLayout(store) ? planOciLayout(store, options) : planDockerArchive(store, options)
  const problems: Problem[] = plan.problems.map((problem) => ({ ...problem, path: '' }))
  const root = emptyFolder()
  const layers: ImageLayer[] = []
  const opened: OpenFile[] = []
  const spool: Spool = openSpool()
  const budget = { remaining: limits.inflatedBytes }
  const report = (path: string, found: readonly ArchiveProblem[]) => problems.push(...found.map((problem) => ({ ...problem, path })))

  async function lay(planned: PlannedLayer): Promise<void> {
    const blob = openLayer(store, planned, (problem) => report(planned.path, [problem]))
    if (blob === null) return
    opened.push(blob)
    const algorithm = planned.digest.startsWith('sha512:') ? 'sha512' : 'sha256'
    const content = await readLayer(blob, { keep, spool, budget, limits, algorithm })
    report(planned.path, [...content.problems, ...mismatches(planned, content)])
    report(planned.path, applyMembers(root, content.members, { layer: content.diffId, limits }))
    layers.push({ diffId: content.diffId, digest: content.digest, createdBy: planned.createdBy })
  }

  function close(): void {
    for (const blob of opened) blob.close()
    spool.close()
  }
  try {
    for (const planned of plan.layers) await lay(planned)
  } catch (error) {
    close()
    throw error
  }
  const { name, digest, platform } = plan
  return { tree: nodeTree('image', root, limits), name, digest, platform, layers, problems, close }
}

function openLayer(store: Tree, { path, digest, mediaType }: PlannedLayer, report: (problem: ArchiveProblem) => void): OpenFile | null {
  if (mediaType.endsWith('+encrypted')) {
    report({ code: 'unsupported-content', effect: 'incomplete', detail: 'the layer is encrypted' })
    return null
  }
  try {
    const blob = path === '' ? null : store.open(path)
    if (blob === null)
      report({ code: 'include-missing', effect: 'incomplete', detail: `a layer of the image is not here: ${digest || path}` })
    return blob
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error
    report({ code: 'unreadable', effect: 'incomplete', detail: `a layer was not read: ${error.message}` })
    return null
  }
}

function mismatches(planned: PlannedLayer, found: { readonly digest: string; readonly diffId: string }): readonly ArchiveProblem[] {
  const problems: ArchiveProblem[] = []
  const mismatch = (what: string) =>
    problems.push({
      code: 'malformed',
      effect: 'incomplete',
      detail: `the ${what} of the layer is not the one the image states: damaged or changed`,
    })
  if (planned.digest !== '' && planned.digest !== found.digest) mismatch('digest')
  if (planned.diffId !== '' && planned.diffId !== found.diffId) mismatch('diff id')
  return problems
}

import { documentInvalid, targetEmpty, usageWrongValue } from '@cupel/model'
import type { Component, Target } from '@cupel/model'
import { EXTRACTORS, inventoryTree, keepsFile } from '@cupel/inventory'
import type { ExtractorEntry, Inventory } from '@cupel/inventory'
import { DEFAULT_LIMITS } from '@cupel/source'
import type { Limits } from '@cupel/source'
import type { Emit } from './events.ts'
import type { ConfigExcludes } from './config.ts'
import { openTarget } from './target.ts'
import type { OpenTarget } from './target.ts'

export interface InventoryRequest {
  /** Folder for relative targets. */
  readonly cwd: string
  /** Patterns in the manner of .gitignore, relative to the target. */
  readonly exclude?: readonly string[]
  readonly configExclude?: ConfigExcludes | null
  /** Also leave out what the target's own .gitignore files leave out. */
  readonly gitignore?: boolean
  readonly installed?: boolean
  /** Read the one file of a file target by this extractor, whatever its name. */
  readonly as?: string
  readonly limits?: Limits
  readonly extractors?: readonly ExtractorEntry[]
  readonly emit?: Emit
  /** Told of every component as its file states it, before those of one purl become one. */
  readonly stated?: (component: Component) => void
}

export interface TakenInventory extends Inventory {
  readonly target: Target
}

/** Lists the components of a folder, file, archive or image. Throws CupelError when there is nothing there that cupel could read. */
export async function takeInventory(path: string, request: InventoryRequest): Promise<TakenInventory> {
  const limits = request.limits ?? DEFAULT_LIMITS
  const known = (request.extractors ?? EXTRACTORS).map(({ id }) => id)
  if (request.as !== undefined && !known.includes(request.as)) throw usageWrongValue('--as', request.as, known)
  const opened = await openTarget(path, { cwd: request.cwd, limits, extractors: request.extractors ?? EXTRACTORS })
  request.emit?.({ type: 'target.opened', kind: opened.target.kind, name: opened.target.name })
  try {
    if (opened.file !== null && isEmpty(opened, opened.file)) throw targetEmpty(path, 'content, and the file has none')
    if (request.as !== undefined && opened.file === null)
      throw usageWrongValue('--as', request.as, `it is for one file, and ${path} is read as ${opened.target.kind}`)
    const inventory = await inventoryOf(opened, request, limits)
    if (opened.file !== null && request.as === undefined) await refuseUnlike(opened, inventory, { path, request })
    // With a problem in hand there was something; it is the report's to say what.
    const nothing =
      inventory.coverage.length === 0 && ![...opened.problems, ...inventory.problems].some(({ effect }) => effect === 'incomplete')
    if (nothing) throw targetEmpty(path, lookedFor(inventory.files, request.extractors ?? EXTRACTORS))
    const sbom = opened.file !== null && inventory.coverage.length > 0 && inventory.coverage.every(({ by }) => by === 'sbom')
    return {
      ...inventory,
      problems: [...opened.problems, ...inventory.problems],
      target: sbom ? { ...opened.target, kind: 'sbom' } : opened.target,
    }
  } finally {
    opened.close()
  }
}

async function inventoryOf(opened: OpenTarget, request: InventoryRequest, limits: Limits): Promise<Inventory> {
  const extractors = request.extractors ?? EXTRACTORS
  const patterns = request.exclude ?? []
  const gitignore = request.gitignore ?? false
  // Patterns are compiled only for those who give some.
  // A file that the user names is read whatever the configuration says.
  const config = opened.file === null ? (request.configExclude ?? null) : null
  const excludes =
    patterns.length === 0 && !gitignore && config === null
      ? null
      : (await import('./excludes.ts')).excludesOf(opened.tree, { patterns, gitignore, config })
  return inventoryTree(opened.tree, {
    extractors,
    limits,
    ...(excludes === null ? {} : { excludes }),
    installed: request.installed ?? false,
    ...(opened.file === null ? {} : { file: opened.file, as: request.as ?? opened.as ?? null }),
    ...(request.emit === undefined ? {} : { emit: request.emit }),
    ...(request.stated === undefined ? {} : { stated: request.stated }),
  })
}

/** A file of no known name that turned out to be no SBOM either is told by what it seems to be, not by where an SBOM reader stumbled. */
async function refuseUnlike(
  { tree, file }: OpenTarget,
  { coverage, components }: Inventory,
  { path, request }: { readonly path: string; readonly request: InventoryRequest },
): Promise<void> {
  const failed = components.length === 0 && coverage.every(({ by }) => by === 'sbom')
  if (!failed || file === null || keepsFile(request.extractors ?? EXTRACTORS)(file, Number.MAX_SAFE_INTEGER, new Uint8Array())) return
  const likeness = (await import('./looks-like.ts')).looksLikeFile(tree, file)
  if (likeness === null) return
  const hint = likeness.nextStep.replaceAll('FILE', path)
  throw documentInvalid(path, `cupel cannot scan this: it looks like ${likeness.what}`, { hint })
}

/** A file that the user names is there to be read: one without a byte is a mistake, not a project without dependencies. */
function isEmpty({ tree }: OpenTarget, path: string): boolean {
  const file = tree.open(path)
  file?.close()
  return file?.size === 0
}

const FAMILIAR = ['package-lock.json', 'requirements.txt', 'pom.xml', 'go.mod', 'Cargo.lock', 'bom.json']

/** What would have been read, for a target in which nothing was. */
function lookedFor(files: number, extractors: readonly ExtractorEntry[]): string {
  const names = extractors.flatMap((extractor) => extractor.files ?? [])
  return `${FAMILIAR.join(', ')} and ${names.length - FAMILIAR.length} more names in ${files} ${files === 1 ? 'file' : 'files'} (cupel formats lists them)`
}

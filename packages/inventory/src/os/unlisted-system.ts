import type { Problem } from '@cupel/model'
import type { Tree } from '@cupel/source'
import type { Extraction } from '../collect.ts'
import { parseOsRelease } from './os-release.ts'

/** Extractors of package databases, and the one that says that a database is not read. */
const DATABASES = new Set(['apk-installed', 'dpkg-status', 'rpm-database', 'pacman-local', 'chisel-manifest', 'unread-database'])
const MAX_BYTES = 64 * 1024

/** A database that was emptied says as little as none; one that was not read whole has said so. */
function isTold({ coverage: { by, packages, state } }: Extraction): boolean {
  return DATABASES.has(by) && (packages > 0 || state !== 'read' || by === 'unread-database')
}

/**
 * An image with an operating system and no database that lists its packages: they may have been removed to make the image small, or to hide
 * what is in it. Nothing is known of them, and that is no pass.
 */
export function unlistedSystem(tree: Tree, extractions: readonly Extraction[]): readonly Problem[] {
  if (tree.kind !== 'image' || extractions.some(isTold)) return []
  for (const path of ['etc/os-release', 'usr/lib/os-release']) {
    const text = textOf(tree, path)
    if (text === null) continue
    const release = parseOsRelease(text)
    const name = (release.get('PRETTY_NAME') ?? release.get('ID') ?? '').slice(0, 80)
    const detail = `the image holds a system${name === '' ? '' : ` (${name})`} and no database that lists its packages: they were not looked at`
    return [
      {
        code: 'unsupported-content',
        effect: 'incomplete',
        path,
        detail,
        hint: 'scan an SBOM that the maker of the image gives',
        by: 'walk',
      },
    ]
  }
  return []
}

function textOf(tree: Tree, path: string): string | null {
  try {
    const file = tree.open(path)
    if (file === null) return null
    try {
      return new TextDecoder().decode(file.read(0, Math.min(file.size, MAX_BYTES)))
    } finally {
      file.close()
    }
  } catch {
    // A link that leaves the image leads to no release file of it.
    return null
  }
}

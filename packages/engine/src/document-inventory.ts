import { EXTRACTORS, inventoryTree } from '@cupel/inventory'
import type { Component, DependencyGraph, Problem } from '@cupel/model'
import { bufferAccess, DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import type { RandomAccess, Tree } from '@cupel/source'
import { storedInventory } from './stored-inventory.ts'

/** Where a document without a usable name is read from; its content tells what it is. */
const NAMELESS = 'document'

export interface DocumentInventory {
  readonly components: readonly Component[]
  readonly graphs: readonly DependencyGraph[]
  readonly problems: readonly Problem[]
  /** Format with version as the document states it, or the tool that made the report; empty when neither is known. */
  readonly format: string
}

/**
 * The components of one document that arrived without a disk: an SBOM in any format and encoding, a report of
 * `cupel scan --format json`, or a lock file that is known by its name. As a scan of the same file reads it; what could not be read is
 * in the problems. Throws CupelError for a report that is none. Of a large document that is handed over as an access nothing is held
 * once its text was read.
 */
export async function inventoryOfDocument(
  document: Uint8Array | RandomAccess,
  name: string,
  options: { readonly maxBytes: number },
): Promise<DocumentInventory> {
  const access = document instanceof Uint8Array ? bufferAccess(document) : document
  const stored = storedInventory(access, name)
  if (stored !== null) return stored
  const file = name.slice(name.replaceAll('\\', '/').lastIndexOf('/') + 1) || NAMELESS
  const path = /^\.{1,2}$/.test(file) ? NAMELESS : file
  const limits = { ...DEFAULT_LIMITS, textBytes: options.maxBytes, fileBytes: options.maxBytes, inflatedBytes: options.maxBytes * 4 }
  const inventory = await inventoryTree(treeOf(path, access), { extractors: EXTRACTORS, limits, file: path, as: null })
  const [first] = inventory.coverage
  return {
    components: inventory.components,
    graphs: inventory.graphs,
    problems: inventory.problems,
    format: first === undefined ? '' : `${first.format} ${first.formatVersion}`.trim(),
  }
}

/** A tree of this one file. */
function treeOf(path: string, access: RandomAccess): Tree {
  return { ...memoryTree({ [path]: '' }), open: (at) => (at === path ? { ...access, close: () => {} } : null) }
}

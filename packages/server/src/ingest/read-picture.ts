import { hash } from 'node:crypto'
import { inventoryOfDocument } from '@cupel/engine/bom'
import { documentInvalid } from '@cupel/model'
import { storedText } from '../store/stored-text.ts'
import type { DocumentBytes } from './document-bytes.ts'
import { keyedComponents } from './named-version.ts'
import type { KeyedComponent } from './named-version.ts'
import { encodeDetail } from './set-detail.ts'
import type { UploadedDocument } from './store-assessment.ts'
import type { Picture } from './store-pictures.ts'
import { storedProblems } from './upload-problem.ts'

/** A picture as its document gives it: nothing of the store is known of it yet. */
export interface ReadPicture extends Omit<Picture, 'set'> {
  readonly setDigest: string
  readonly components: readonly KeyedComponent[]
}

/** A document that an inventory is read from. */
interface UploadedInventory extends Omit<UploadedDocument, 'bytes'> {
  readonly content: DocumentBytes
}

const MAX_TOOL = 200

/** Reads the inventory of a document. Throws CupelError when it holds none. */
export async function readPicture(
  { uploadId, projectId, documentId, content, name }: UploadedInventory,
  { origin, maxBytes }: { readonly origin: string; readonly maxBytes: number },
): Promise<ReadPicture> {
  const inventory = await inventoryOfDocument(content, name, { maxBytes })
  const { problems } = inventory
  const unreadable = inventory.components.length === 0 && problems.find(({ effect }) => effect === 'incomplete')
  if (unreadable) throw documentInvalid(name, unreadable.detail)
  const components = keyedComponents(inventory.components)
  const body = encodeDetail(
    components.map(({ component }) => component),
    inventory.graphs,
  )
  return {
    projectId,
    uploadId,
    documentId,
    origin,
    tool: storedText(inventory.format).slice(0, MAX_TOOL),
    setDigest: hash('sha256', components.map(({ key }) => key).join('\n'), 'hex'),
    components,
    detail: { digest: hash('sha256', body, 'hex'), body },
    problems: storedProblems(problems),
    incomplete: problems.some(({ effect }) => effect === 'incomplete'),
  }
}

import { hash } from 'node:crypto'
import { inventoryOfDocument } from '@cupel/engine/bom'
import { documentInvalid } from '@cupel/model'
import { storedText } from '../store/stored-text.ts'
import type { DocumentBytes } from './document-bytes.ts'
import type { EncodedDetail } from './ensure-details.ts'
import { keyedComponents } from './named-version.ts'
import type { KeyedComponent } from './named-version.ts'
import { encodeDetail } from './set-detail.ts'
import { storedProblems } from './upload-problem.ts'
import type { StoredProblem } from './upload-problem.ts'

/** What a document says a project consists of: nothing of the store is known of it yet. */
export interface DocumentPicture<Components> {
  readonly tool: string
  readonly setDigest: string
  readonly components: Components
  readonly detail: EncodedDetail
  readonly problems: readonly StoredProblem[]
  readonly incomplete: boolean
}

const MAX_TOOL = 200

/** Reads the inventory of a document. Throws CupelError when it holds none. */
export async function readPicture(
  content: DocumentBytes,
  name: string,
  options: { readonly maxBytes: number },
): Promise<DocumentPicture<readonly KeyedComponent[]>> {
  const inventory = await inventoryOfDocument(content, name, options)
  const { problems } = inventory
  const unreadable = inventory.components.length === 0 && problems.find(({ effect }) => effect === 'incomplete')
  if (unreadable) throw documentInvalid(name, unreadable.detail)
  const components = keyedComponents(inventory.components)
  const body = encodeDetail(
    components.map(({ component }) => component),
    inventory.graphs,
  )
  return {
    tool: storedText(inventory.format).slice(0, MAX_TOOL),
    setDigest: hash('sha256', components.map(({ key }) => key).join('\n'), 'hex'),
    components,
    detail: { digest: hash('sha256', body, 'hex'), body },
    problems: storedProblems(problems),
    incomplete: problems.some(({ effect }) => effect === 'incomplete'),
  }
}

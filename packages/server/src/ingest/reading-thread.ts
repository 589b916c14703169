import { parentPort, workerData } from 'node:worker_threads'
import type { ReadingAnswer } from './document-reader.ts'
import { packComponents } from './keyed-components.ts'
import { readDocument } from './read-document.ts'
import type { KeptDocument } from './read-document.ts'

// Entry of the thread that reads one large document and ends.
async function answer(): Promise<ReadingAnswer> {
  const read = await readDocument(workerData as KeptDocument)
  return { read: 'picture' in read ? { ...read, picture: { ...read.picture, components: packComponents(read.picture.components) } } : read }
}

void answer()
  .catch((error: unknown): ReadingAnswer => ({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
  .then((said) => parentPort?.postMessage(said))

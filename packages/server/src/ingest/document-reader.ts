import { existsSync } from 'node:fs'
import { env, memoryUsage } from 'node:process'
import { fileURLToPath } from 'node:url'
import { getHeapStatistics } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { withLeanHeap } from './lean-heap.ts'
import { unpackComponents } from './keyed-components.ts'
import type { KeyedComponents, PackedComponents } from './keyed-components.ts'
import type { KeptDocument, ReadDocument } from './read-document.ts'

/** What the thread says: what it read, or that it failed over it. */
export type ReadingAnswer = { readonly read: ReadDocument<PackedComponents> } | { readonly failure: string }

export interface DocumentReaderOptions {
  /** The thread, as it was built. */
  readonly file: string
  /** By how much this process may grow while one document is read; as large as its own heap may be unless told. */
  readonly memoryMb?: number
  /** What this process takes now; its resident memory unless told. */
  readonly usedBytes?: () => number
}

/** Of short-lived objects; without a limit V8 leaves three times as many lying about. */
const YOUNG_MB = 16
const MB = 1024 * 1024
const WATCH_MS = 100

/**
 * Reads documents in threads that end with them: meanwhile this thread does other work, and all memory that a reading took is given
 * back at once. One at a time, since each may take most of what there is.
 */
export class DocumentReader {
  readonly #file: string
  readonly #memoryMb: number
  readonly #usedBytes: () => number
  #last: Promise<unknown> = Promise.resolve()

  constructor({
    file,
    memoryMb = Math.floor(getHeapStatistics().heap_size_limit / MB),
    usedBytes = memoryUsage.rss,
  }: DocumentReaderOptions) {
    this.#file = file
    this.#memoryMb = memoryMb
    this.#usedBytes = usedBytes
  }

  /** Rejects for what is no fault of the document, and with the signal's reason once that is given. */
  async read(document: KeptDocument, signal?: AbortSignal): Promise<ReadDocument<KeyedComponents>> {
    const turn = this.#last.then(() => withLeanHeap(() => this.#readNow(document, signal)))
    this.#last = turn.catch(() => {})
    const answer = await turn
    if ('failure' in answer) throw new Error(`the document could not be read: ${answer.failure}`)
    const { read } = answer
    return 'picture' in read ? { ...read, picture: { ...read.picture, components: unpackComponents(read.picture.components) } } : read
  }

  async #readNow(document: KeptDocument, signal: AbortSignal | undefined): Promise<ReadingAnswer> {
    signal?.throwIfAborted()
    // A thread that reaches V8's own limit may take the process along, so that one is out of reach, and it is ended before.
    const limits = { maxOldGenerationSizeMb: 4 * this.#memoryMb + 4096, maxYoungGenerationSizeMb: YOUNG_MB }
    const thread = new Worker(this.#file, { workerData: document, execArgv: [], env: homeOf(env), resourceLimits: limits })
    const stop = (): void => void thread.terminate()
    const most = this.#usedBytes() + this.#memoryMb * MB
    let isGreedy = false
    const watch = setInterval(() => {
      if (isGreedy || this.#usedBytes() <= most) return
      isGreedy = true
      stop()
    }, WATCH_MS)
    signal?.addEventListener('abort', stop)
    try {
      return await answerOf(thread)
    } catch (error) {
      signal?.throwIfAborted()
      if (!isGreedy) throw error
      return { read: { kind: null, refused: `reading it takes more than ${this.#memoryMb} MB of memory` } }
    } finally {
      clearInterval(watch)
      signal?.removeEventListener('abort', stop)
    }
  }
}

/** Where this program keeps what it fetched, a newer trust root too; the thread is told nothing else of the environment. */
function homeOf(all: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const told = ['CUPEL_HOME', 'XDG_DATA_HOME', 'LOCALAPPDATA', 'HOME'].map((name) => [name, all[name]] as const)
  return Object.fromEntries(told.filter((entry): entry is readonly [string, string] => entry[1] !== undefined))
}

/** When the thread has ended: then its memory is free. */
function answerOf(thread: Worker): Promise<ReadingAnswer> {
  return new Promise((resolve, reject) => {
    let answer: ReadingAnswer | null = null
    let fault: Error | null = null
    thread.on('message', (message: ReadingAnswer) => void (answer = message))
    thread.on('error', (error) => void (fault = error))
    thread.on('exit', (code) => {
      if (answer === null) reject(fault ?? new Error(`the thread that reads documents ended with ${code}`))
      else resolve(answer)
    })
  })
}

/** Beside the bundle (whose chunks are one folder down), or in a checkout that was built. */
const PLACES = ['./reading-thread.cjs', '../reading-thread.cjs', '../../../../apps/cli/dist/reading-thread.cjs']

/** The reader with the thread as it was built; null: it was not. */
export function builtDocumentReader(): DocumentReader | null {
  const file = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((one) => existsSync(one))
  return file === undefined ? null : new DocumentReader({ file })
}

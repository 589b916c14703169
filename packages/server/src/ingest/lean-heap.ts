import { setFlagsFromString } from 'node:v8'

/** The heap is collected when it has grown by so much since the last time, in percent; 0: as V8 thinks best, which is up to four times. */
const GROWTH = 15

let using = 0

/**
 * Runs work that makes a great many objects without letting the heap double for it, as it does on a machine with memory to spare: a
 * process in a container of its own is ended for that. V8 reads the setting after every collection; a fifth more time is what it costs.
 */
export async function withLeanHeap<T>(work: () => Promise<T>): Promise<T> {
  if (using++ === 0) setFlagsFromString(`--heap-growing-percent=${GROWTH}`)
  try {
    return await work()
  } finally {
    if (--using === 0) setFlagsFromString('--heap-growing-percent=0')
  }
}

import { AsyncLocalStorage } from 'node:async_hooks'

const background = new AsyncLocalStorage<boolean>()
let visitors = 0

/** Does work that nobody waits for: what it asks of the embedded engine lets those go first who do. */
export function inBackground<T>(work: () => Promise<T>): Promise<T> {
  return background.run(true, work)
}

/** Does work that somebody waits for, whoever began it. */
export function inForeground<T>(work: () => Promise<T>): Promise<T> {
  return background.run(false, work)
}

export function isInBackground(): boolean {
  return background.getStore() === true
}

/** Somebody waits for this process until the function is called that it gives; calling it again does nothing. */
export function somebodyWaits(): () => void {
  let waits = true
  visitors++
  return () => {
    if (waits) visitors--
    waits = false
  }
}

export function isAnybodyWaiting(): boolean {
  return visitors > 0
}

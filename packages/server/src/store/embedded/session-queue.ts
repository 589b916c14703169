import { isAnybodyWaiting, isInBackground } from '../background-work.ts'

export interface SessionQueueOptions {
  /** Milliseconds. */
  readonly clock?: () => number
  /** Whoever waits for a page asks the next thing within this, or is busy with something else. */
  readonly lingerMs?: number
}

const LINGER_MS = 10
const LOOK_MS = 2
/** In the background work has its turn by right after this many times what its last one took: a third of the engine. */
const PATIENCE = 2
const MIN_PATIENCE_MS = 50
const MAX_PATIENCE_MS = 2000

/**
 * Who may talk to the one session of the embedded engine. Transactions have it alone, one after the other; single statements go in
 * between, all that wait before the next transaction, so that readers are never behind a row of writers. What is done in the background
 * has the session alone too, each statement of it: it begins when nobody waits for an answer who asked something just now, so that a
 * page of ten questions does not wait for ten jobs; or when it has waited for long, so that it is never put off for ever.
 */
export class SessionQueue {
  readonly #clock: () => number
  readonly #lingerMs: number
  #taken = false
  #statements: (() => void)[] = []
  readonly #transactions: (() => void)[] = []
  readonly #later: (() => void)[] = []
  /** Statements of those who wait that are not answered yet. */
  #asked = 0
  #lastAsked = -Infinity
  /** From when on background work goes first. */
  #due = Infinity
  #patienceMs = MIN_PATIENCE_MS
  /** What waits in the background waits for nobody any more. */
  #isEnding = false
  #timer: NodeJS.Timeout | undefined

  constructor({ clock = () => performance.now(), lingerMs = LINGER_MS }: SessionQueueOptions = {}) {
    this.#clock = clock
    this.#lingerMs = lingerMs
  }

  /** `post` hands its statement to the engine before it returns, so that nothing slips into a transaction that begins after it. */
  statement<T>(post: () => Promise<T>): Promise<T> {
    if (isInBackground()) return this.#inTurn(post)
    const counted = async (): Promise<T> => {
      this.#asked++
      try {
        return await post()
      } finally {
        this.#asked--
        this.#heard()
      }
    }
    if (!this.#taken) return counted()
    return new Promise((resolve, reject) => {
      this.#statements.push(() => void counted().then(resolve, reject))
    })
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (isInBackground()) return this.#inTurn(work)
    if (this.#taken) await new Promise<void>((resolve) => void this.#transactions.push(resolve))
    this.#taken = true
    try {
      return await work()
    } finally {
      this.#heard()
      this.#release()
    }
  }

  /** Does it when all that was asked before is done. */
  async last<T>(work: () => Promise<T>): Promise<T> {
    this.#isEnding = true
    await this.#inTurn(async () => {})
    return this.transaction(work)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken || !this.#isQuiet() || this.#later.length > 0) {
      const turn = new Promise<void>((resolve) => void this.#later.push(resolve))
      if (this.#later.length === 1) this.#due = this.#clock() + this.#patienceMs
      if (!this.#taken) this.#await()
      await turn
    }
    this.#taken = true
    const began = this.#clock()
    try {
      return await work()
    } finally {
      const ended = this.#clock()
      this.#patienceMs = Math.min(Math.max(PATIENCE * (ended - began), MIN_PATIENCE_MS), MAX_PATIENCE_MS)
      this.#due = this.#later.length === 0 ? Infinity : ended + this.#patienceMs
      this.#release()
    }
  }

  #isQuiet(): boolean {
    return this.#asked === 0 && (!isAnybodyWaiting() || this.#clock() - this.#lastAsked >= this.#lingerMs)
  }

  #heard(): void {
    this.#lastAsked = this.#clock()
  }

  #release(): void {
    const waiting = this.#statements
    this.#statements = []
    for (const post of waiting) post()
    // Handed over without being free in between.
    const next = this.#isDue() ? this.#later.shift() : (this.#transactions.shift() ?? (this.#isQuiet() ? this.#later.shift() : undefined))
    if (next !== undefined) return next()
    this.#taken = false
    if (this.#later.length > 0) this.#await()
  }

  #isDue(): boolean {
    return this.#later.length > 0 && (this.#isEnding || this.#clock() >= this.#due)
  }

  /** Looks from time to time whether what is done in the background may begin. */
  #await(): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#taken || this.#later.length === 0) return
      if (!this.#isQuiet() && !this.#isDue()) return this.#await()
      this.#taken = true
      this.#later.shift()?.()
    }, LOOK_MS)
  }
}

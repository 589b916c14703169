import { SqlError, StoreFault } from '../store-fault.ts'
import type { EngineAnswer, EnginePort, EngineRequest, EngineRows } from './engine-protocol.ts'

/** A running engine as its launcher hands it out. `ended` settles when it is gone, for whatever reason. */
export interface LaunchedEngine {
  readonly port: EnginePort<EngineRequest, EngineAnswer>
  readonly ended: Promise<string>
  /** Gives its memory back; what runs is rolled back. */
  stop(): Promise<void>
}

type Settle = { readonly resolve: (answer: EngineAnswer) => void; readonly reject: (error: Error) => void }
type Unnumbered<R> = R extends { readonly id: number } ? Omit<R, 'id'> : never

/** The asking side of the line to the engine. After its death every question is answered with a `StoreFault`. */
export class EngineClient {
  readonly #launched: LaunchedEngine
  readonly #waiting = new Map<number, Settle>()
  #last = 0
  #death: string | null = null
  /** Resolves with the reason when the engine has died. */
  readonly died: Promise<string>
  /** Resolves when it takes statements; rejects when it could not start. */
  readonly ready: Promise<void>

  constructor(launched: LaunchedEngine) {
    this.#launched = launched
    let becomeReady: () => void = () => {}
    let refuse: (error: Error) => void = () => {}
    let tellDeath: (reason: string) => void = () => {}
    this.died = new Promise((resolve) => void (tellDeath = resolve))
    this.ready = new Promise((resolve, reject) => {
      becomeReady = resolve
      refuse = reject
    })
    const die = (reason: string): void => {
      if (this.#death !== null) return
      this.#death = reason
      refuse(new StoreFault(`the embedded database did not start: ${reason}`))
      for (const { reject } of this.#waiting.values()) reject(this.#fault())
      this.#waiting.clear()
      tellDeath(reason)
    }
    launched.port.on('message', (answer) => {
      if (answer.kind === 'ready') return becomeReady()
      if (answer.kind === 'dead') return die(answer.reason)
      const settle = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      settle?.resolve(answer)
    })
    void launched.ended.then(die)
  }

  /** `begin`: the statement that begins a transaction, of which this one is the first. */
  async statement(sql: string, parameters: readonly (string | Uint8Array | null)[], begin?: string): Promise<EngineRows> {
    const answer = await this.#ask({ kind: 'statement', sql, parameters, ...(begin === undefined ? {} : { begin }) })
    if (answer.kind === 'rows') return answer.rows
    throw refusal(answer)
  }

  async script(sql: string, begin?: string): Promise<void> {
    const answer = await this.#ask({ kind: 'script', sql, ...(begin === undefined ? {} : { begin }) })
    if (answer.kind !== 'done') throw refusal(answer)
  }

  async image(): Promise<Uint8Array> {
    const answer = await this.#ask({ kind: 'image' })
    if (answer.kind === 'image') return answer.image
    throw refusal(answer)
  }

  /** Checkpoints and ends. */
  async close(): Promise<void> {
    if (this.#death === null) await this.#ask({ kind: 'close' })
    await this.#launched.stop()
  }

  /** Ends at once. */
  async stop(): Promise<void> {
    await this.#launched.stop()
  }

  #ask(request: Unnumbered<EngineRequest>): Promise<EngineAnswer> {
    if (this.#death !== null) return Promise.reject(this.#fault())
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#launched.port.postMessage({ id, ...request } as EngineRequest)
    })
  }

  #fault(): StoreFault {
    return new StoreFault(`the embedded database stopped (${this.#death}); it is being started again`)
  }
}

function refusal(answer: EngineAnswer): Error {
  return answer.kind === 'error'
    ? new SqlError(answer.message, answer.fields)
    : new Error(`the embedded database gave an answer of kind ${answer.kind}`)
}

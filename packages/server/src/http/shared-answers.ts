interface Run {
  /** Never rejects. */
  readonly ended: Promise<void>
  next: Promise<unknown> | null
}

/**
 * The same question is answered once at a time. Who asks while it is being answered waits, with all others who do, for one answer that
 * is begun after they asked: nobody gets an older answer than they would have alone, and a thousand askers cost no more than two.
 */
export class SharedAnswers {
  readonly #runs = new Map<string, Run>()

  ask<T>(question: string, answer: () => Promise<T>): Promise<T> {
    const run = this.#runs.get(question)
    if (run === undefined) return this.#begin(question, answer)
    run.next ??= run.ended.then(() => this.#begin(question, answer))
    return run.next as Promise<T>
  }

  #begin<T>(question: string, answer: () => Promise<T>): Promise<T> {
    const answering = answer()
    const ended = answering.then(nothing, nothing)
    const run: Run = { ended, next: null }
    this.#runs.set(question, run)
    void ended.then(() => {
      if (run.next === null) this.#runs.delete(question)
    })
    return answering
  }
}

function nothing(): void {}

import type { RefusalCode } from './refusal-codes.ts'
import { Refused } from './refused.ts'
import type { Step, StepOutcome, Verdict } from './step.ts'

interface OpenStep {
  readonly id: string
  readonly title: string
  outcome: StepOutcome
  expected?: string
  found?: string
  code?: RefusalCode
  reason?: string
  remedy?: string
  readonly steps: OpenStep[]
}

/** What a step may say about itself while it runs. */
export interface StepNotes {
  expected(text: string): void
  found(text: string): void
  /** The step stays passed, with a remark that every report shows. */
  warn(code: RefusalCode, reason: string, remedy?: string): void
}

/**
 * Records the tree of steps of one verification. `step` runs a part and takes what it throws as that step's failure, then throws
 * on: verification stops at the first failure, and what `plan` announced and nobody reached is shown as not reached.
 */
export class Trace implements StepNotes {
  readonly #node: OpenStep

  private constructor(node: OpenStep) {
    this.#node = node
  }

  /** Runs a whole verification. A Refused becomes the verdict; any other error is a bug and passes through. */
  static run<T>(id: string, title: string, verify: (trace: Trace) => T): Verdict<T> {
    const node = open(id, title)
    try {
      return { outcome: 'verified', value: verify(new Trace(node)), root: node }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      fail(node, error)
      return { outcome: 'refused', root: node }
    }
  }

  /** As `run`, for verification that has to wait for files or the network. What still runs when the verdict stands adds nothing to it. */
  static async runAsync<T>(id: string, title: string, verify: (trace: Trace) => Promise<T>): Promise<Verdict<T>> {
    const node = open(id, title)
    try {
      return { outcome: 'verified', value: await verify(new Trace(node)), root: close(node) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      fail(node, error)
      return { outcome: 'refused', root: close(node) }
    }
  }

  /** Announces the steps to come, in order, so that a report can show those that were not reached. */
  plan(steps: readonly (readonly [id: string, title: string])[]): void {
    for (const [id, title] of steps) this.#node.steps.push({ id, title, outcome: 'not-reached', steps: [] })
  }

  step<T>(id: string, title: string, check: (trace: Trace) => T): T {
    const node = this.#enter(id, title)
    try {
      return check(new Trace(node))
    } catch (error) {
      fail(node, error)
      throw error
    }
  }

  async stepAsync<T>(id: string, title: string, check: (trace: Trace) => Promise<T>): Promise<T> {
    const node = this.#enter(id, title)
    try {
      return await check(new Trace(node))
    } catch (error) {
      fail(node, error)
      throw error
    }
  }

  /**
   * A step whose refusal does not end the verification: one of several signatures, one of several logs. Answers the value, or the
   * Refused; the caller decides how many are enough.
   */
  attempt<T>(id: string, title: string, check: (trace: Trace) => T): { readonly value: T } | { readonly refused: Refused } {
    try {
      return { value: this.step(id, title, check) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { refused: error }
    }
  }

  /** A planned step that this evidence does not need. */
  skip(id: string, title: string, reason: string): void {
    const node = this.#enter(id, title)
    node.outcome = 'not-applicable'
    node.reason = reason
  }

  expected(text: string): void {
    this.#node.expected = text
  }

  found(text: string): void {
    this.#node.found = text
  }

  warn(code: RefusalCode, reason: string, remedy?: string): void {
    const node = this.#node
    node.outcome = 'warned'
    node.code = code
    node.reason = reason
    if (remedy !== undefined) node.remedy = remedy
  }

  #enter(id: string, title: string): OpenStep {
    const { steps } = this.#node
    for (const step of steps) {
      if (step.id !== id || step.outcome !== 'not-reached') continue
      step.outcome = 'passed'
      return step
    }
    const node = open(id, title)
    steps.push(node)
    return node
  }
}

function open(id: string, title: string): OpenStep {
  return { id, title, outcome: 'passed', steps: [] }
}

/** The innermost failed step carries the reason; those around it only the outcome. */
function fail(node: OpenStep, error: unknown): void {
  node.outcome = 'failed'
  if (!(error instanceof Refused) || node.steps.some((step) => step.outcome === 'failed' && carries(step, error))) return
  node.code = error.code
  node.reason = error.message
  if (error.expected !== undefined) node.expected = error.expected
  if (error.found !== undefined) node.found = error.found
  if (error.remedy !== undefined) node.remedy = error.remedy
}

function carries(step: OpenStep, error: Refused): boolean {
  return (step.code === error.code && step.reason === error.message) || step.steps.some((inner) => carries(inner, error))
}

function close(node: OpenStep): Step {
  return { ...node, steps: node.steps.map(close) }
}

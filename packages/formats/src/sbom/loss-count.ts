import type { Problem } from '@cupel/model'
import { sbomProblem } from './bom-read.ts'

/** Counts what a document holds and the model has no place for, so that nothing is dropped in silence. */
export class LossCount {
  readonly counts = new Map<string, number>()

  add(what: string, count = 1): void {
    if (count > 0) this.counts.set(what, (this.counts.get(what) ?? 0) + count)
  }

  problems(): Problem[] {
    return [...this.counts].map(([what, count]) => sbomProblem('unsupported-content', `not carried over: ${what} (${count})`))
  }
}

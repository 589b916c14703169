import type { Fact, Missing, Place } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'

/** One finding in a list, as probes return it. */
export function yes(message: string, places: readonly Place[], values?: ProbeFinding['values']): readonly ProbeFinding[] {
  return [{ outcome: 'true', message, places: places.slice(0, 5), ...(values === undefined ? {} : { values }) }]
}

/** A `false` with where it was looked; the root stands where nothing more exact can be said. */
export function no(message: string, places: readonly Place[], values?: ProbeFinding['values']): readonly ProbeFinding[] {
  const at = places.length > 0 ? places.slice(0, 5) : [{ path: '.' }]
  return [{ outcome: 'false', message, places: at, ...(values === undefined ? {} : { values }) }]
}

/** The question does not arise. */
export function notApplicable(message: string, places: readonly Place[] = []): readonly ProbeFinding[] {
  return [{ outcome: 'not-applicable', message, places: places.slice(0, 5) }]
}

/** It could not be seen, and why. */
export function unseen(missing: Missing, places: readonly Place[] = []): readonly ProbeFinding[] {
  return [{ outcome: 'unknown', message: `It could not be seen: ${missing.detail}`, places: places.slice(0, 5), missing }]
}

/** Only people can say. */
export function undeclared(detail: string): readonly ProbeFinding[] {
  return unseen({ what: 'declaration', detail, remedy: 'answer the question in the questionnaire' })
}

/** Goes on with a fact that is known; otherwise the answer is why it is not. */
export function withFact<T>(fact: Fact<T>, answer: (value: T) => readonly ProbeFinding[]): readonly ProbeFinding[] {
  return fact.known ? answer(fact.value) : unseen(fact.missing)
}

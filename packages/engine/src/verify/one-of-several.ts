import { innermostFailure } from '@cupel/formats'
import type { Verdict } from '@cupel/provenance'

/** One document that was tried, and its name for people. */
export interface Tried<T> {
  readonly source: string
  readonly verdict: Verdict<T>
}

/**
 * The verdict on something for which one of several documents is enough: every one is shown, with why it does not hold. The first that
 * holds gives the value; one alone is its own verdict.
 */
export function oneOfSeveral<T>(tried: readonly [Tried<T>, ...Tried<T>[]], what: string): Verdict<T> {
  const [first, ...more] = tried
  if (more.length === 0) return first.verdict
  const held = tried.filter(({ verdict }) => verdict.outcome === 'verified')
  const [good] = held
  const { id } = first.verdict.root
  const title = `one of ${tried.length} ${what} holds`
  if (good === undefined) {
    return { outcome: 'refused', root: { id, title, outcome: 'failed', steps: tried.map(({ verdict }) => verdict.root) } }
  }
  const steps = tried.map(({ verdict: { outcome, root } }) => {
    if (outcome === 'verified') return root
    // Nobody needs it: it is told, and no failure of the whole.
    return { ...root, outcome: 'not-applicable', reason: innermostFailure(root)?.reason ?? 'it does not hold' } as const
  })
  const found = `held: ${held.map(({ source }) => source).join(', ')}`
  return { outcome: 'verified', value: good.verdict.value as T, root: { id, title, outcome: 'passed', found, steps } }
}

/** Name of one of several documents in a file. */
export function documentName(file: string, at: number, count: number): string {
  return count === 1 ? file : `${file}:${at + 1}`
}

import type { XmlElement } from '../../xml.ts'
import type { Particle } from './particle.ts'

export interface ContentMatch {
  /** Type of each child, in order; null for one of another namespace. */
  readonly types: readonly (string | null)[]
  /** Index of the first child that does not fit, children.length when one is missing; -1 when all fit. */
  readonly misfit: number
  /** Names that could stand at the misfit. */
  readonly expected: readonly string[]
}

interface Start {
  readonly names: ReadonlySet<string>
  readonly foreign: boolean
  readonly empty: boolean
}

const starts = new WeakMap<Particle, Start>()

/**
 * Matches children against content. One look ahead decides everywhere, as XML Schema demands of its own content models
 * ("unique particle attribution"), so the cost is linear in the children.
 */
export function matchContent(content: Particle, children: readonly XmlElement[], namespace: string): ContentMatch {
  const types: (string | null)[] = []
  let at = 0
  const expected = new Set<string>()

  const canStart = (part: Particle): boolean => {
    const child = children[at]
    if (!child) return false
    const start = startOf(part)
    return child.uri === namespace ? start.names.has(child.name) : start.foreign
  }
  const expect = (part: Particle): void => {
    for (const name of startOf(part).names) expected.add(name)
  }
  const once = (part: Particle): boolean => {
    switch (part.kind) {
      case 'element':
      case 'foreign':
        types.push(part.kind === 'element' ? part.type : null)
        at++
        expected.clear()
        return true
      case 'sequence':
        return part.parts.every(times)
      case 'choice': {
        const chosen = part.parts.find(canStart) ?? part.parts.find((option) => startOf(option).empty)
        if (chosen) return times(chosen)
        expect(part)
        return false
      }
    }
  }
  const times = (part: Particle): boolean => {
    let count = 0
    while (count < part.max && canStart(part)) {
      if (!once(part)) return false
      count++
    }
    if (count < part.max) expect(part)
    return count >= part.min || startOf(part).empty
  }

  const fits = times(content)
  const misfit = fits && at === children.length ? -1 : at
  return { types, misfit, expected: misfit === -1 ? [] : [...expected] }
}

function startOf(part: Particle): Start {
  const known = starts.get(part)
  if (known) return known
  const start = findStart(part)
  starts.set(part, start)
  return start
}

function findStart(part: Particle): Start {
  const optional = part.min === 0
  if (part.kind === 'element') return { names: new Set([part.name]), foreign: false, empty: optional }
  if (part.kind === 'foreign') return { names: new Set(), foreign: true, empty: true }
  const names = new Set<string>()
  let foreign = false
  let empty = part.kind === 'sequence'
  for (const inner of part.parts) {
    const start = startOf(inner)
    for (const name of start.names) names.add(name)
    foreign ||= start.foreign
    if (part.kind === 'choice') empty ||= start.empty
    else if (!start.empty) {
      empty = false
      break
    }
  }
  return { names, foreign, empty: empty || optional || part.parts.length === 0 }
}

import { nearestName } from '@cupel/model'
import type { GateTerm } from './gate.ts'

/** A `fail-on` value is not understood; `message` says which part, and the nearest right one. */
export class FailOnInvalid extends Error {
  override readonly name = 'FailOnInvalid'
}

const WORDS = ['critical', 'high', 'medium', 'low', 'any', 'kev', 'malware', 'provenance', 'fixable', 'none'] as const
const EPSS = /^epss ?(>=?) ?(0(?:\.\d{1,10})?|1(?:\.0{1,10})?|\.\d{1,10})$/

/** Reads `high`, `kev,malware`, `epss>0.5` … Terms are joined by commas and mean "or". Throws FailOnInvalid. */
export function parseFailOn(text: string): readonly GateTerm[] {
  const parts = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
  if (parts.length === 0) throw new FailOnInvalid('fail-on is empty; write "none" to fail on nothing')
  if (!parts.includes('none')) return parts.map(parseTerm)
  if (parts.length > 1) throw new FailOnInvalid('"none" stands alone in fail-on')
  return []
}

function parseTerm(part: string): GateTerm {
  const epss = EPSS.exec(part)
  if (epss) return { kind: 'epss', above: Number(epss[2]), inclusive: epss[1] === '>=' }
  const word = WORDS.find((one) => one === part)
  switch (word) {
    case 'critical':
    case 'high':
    case 'medium':
    case 'low':
      return { kind: 'severity', least: word }
    case 'any':
    case 'kev':
    case 'malware':
    case 'provenance':
    case 'fixable':
      return { kind: word }
    default:
      throw new FailOnInvalid(unknownTerm(part))
  }
}

function unknownTerm(part: string): string {
  const shown = JSON.stringify(part.slice(0, 40)).replace(/[^\x20-\x7e]/g, '?')
  if (part.startsWith('epss')) return `${shown} is not understood; write epss>0.5 with a number from 0 to 1`
  const near = nearestName(part, [...WORDS, 'epss>0.5'])
  return `${shown} is no condition of fail-on${near === null ? `; there are ${WORDS.join(', ')} and epss>0.5` : `; did you mean "${near}"?`}`
}

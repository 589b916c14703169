import type { PolicyDecision, PolicyEvidence } from '@cupel/model'
import type { CelTrace } from '../cel/cel-frame.ts'
import type { CelResult } from '../cel/cel-value.ts'
import { CelMap, isFault, isRecord, RECORD_TYPE } from '../cel/cel-value.ts'
import { showValue } from '../cel/show-value.ts'
import { placesOf } from './policy-subject.ts'

const MAX_DECISIONS = 20
const MAX_EVIDENCE = 40
const MAX_PLACES = 10

export interface Explanation {
  readonly deciding: readonly PolicyDecision[]
  readonly evidence: readonly PolicyEvidence[]
}

/** Which parts of an expression made it come to what it came to, and which fields of the model they read. */
export function explainResult(trace: CelTrace, source: string): Explanation {
  const ranges: CelTrace[] = []
  const parts = decidingParts(trace, ranges)
  const deciding = new Map<string, PolicyDecision>()
  for (const { node, result } of parts.slice(0, MAX_DECISIONS)) {
    const expression = source.slice(node.at, node.end)
    const value = showValue(result)
    deciding.set(`${expression}\n${value}`, { expression, value })
  }
  return { deciding: [...deciding.values()], evidence: evidenceOf([...parts, ...ranges]) }
}

/** Goes down to the smallest conditions without which the result would be another; `ranges` gets the lists that these are of. */
function decidingParts(trace: CelTrace, ranges: CelTrace[]): readonly CelTrace[] {
  const { node, result, parts } = trace
  const inside = (part: CelTrace): readonly CelTrace[] => decidingParts(part, ranges)
  if (node.kind === 'call') {
    if (node.name === '_&&_' || node.name === '_||_') {
      const same = isFault(result) ? parts.filter((part) => isFault(part.result)) : parts.filter((part) => part.result === result)
      return same.length === 0 ? [trace] : same.flatMap(inside)
    }
    if (node.name === '!_') return parts.flatMap(inside)
    if (node.name === '_?_:_') return parts.flatMap(inside)
  }
  if (node.kind === 'bind' && parts.length === 2) return inside(parts[1] as CelTrace)
  if (node.kind === 'fold' && (node.fold === 'all' || node.fold === 'exists')) {
    const bodies = parts.slice(1)
    const decided = isFault(result)
      ? bodies.filter((part) => isFault(part.result))
      : result === (node.fold === 'exists')
        ? bodies.slice(-1)
        : []
    if (decided.length > 0) {
      ranges.push(...parts.slice(0, 1))
      return decided.flatMap(inside)
    }
  }
  return [trace]
}

function evidenceOf(parts: readonly CelTrace[]): readonly PolicyEvidence[] {
  const found = new Map<string, PolicyEvidence>()
  const pending = [...parts]
  for (let trace = pending.shift(); trace !== undefined && found.size < MAX_EVIDENCE; trace = pending.shift()) {
    pending.push(...trace.parts)
    const { node, result } = trace
    const operand = trace.parts[0]?.result
    if (node.kind !== 'select' || operand === undefined || !isRecord(operand) || isWayOnly(result)) continue
    const field = `${operand[RECORD_TYPE]}.${node.field}`
    const value = showValue(result)
    if (!found.has(`${field}\n${value}`)) found.set(`${field}\n${value}`, { field, value, places: placesOf(operand).slice(0, MAX_PLACES) })
  }
  return [...found.values()]
}

/** Records, and maps of them, are gone through on the way to what was asked. */
function isWayOnly(result: CelResult): boolean {
  if (!(result instanceof CelMap)) return isRecord(result)
  const [first] = result.entries.values()
  return first !== undefined && isRecord(first[1])
}

import type { CelNode, FoldNode } from './ast.ts'
import { childrenOf } from './ast.ts'
import type { Frame, Step } from './cel-frame.ts'
import { spend } from './cel-frame.ts'
import { CelLimitExceeded, MAX_ENTRIES } from './cel-limits.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelError, CelMap, isFault, isList, worse } from './cel-value.ts'
import { asCondition } from './compile-call.ts'
import { put } from './put-entry.ts'
import type { Compile, Scope } from './compile.ts'

/** What a fold gathers; `add` answers false when it need not go on. */
interface Gathering {
  add(first: CelValue, body: CelResult): boolean
  result(): CelResult
}

/** Compiles a macro over a list or map (language definition, "Macros"; two-variable comprehensions). Every entry costs its steps. */
export function compileFold(node: FoldNode, scope: Scope, compile: Compile): Step {
  const range = compile(node.range, scope)
  const slot = scope.locals.size === 0 ? 0 : Math.max(...scope.locals.values()) + 1
  const [one, two] = node.variables
  const locals = new Map([...scope.locals, [one, slot], ...(two === undefined ? [] : ([[two, slot + 1]] as const))])
  const inner = { ...scope, locals }
  const where = node.where === null ? null : compile(node.where, inner)
  const body = compile(node.body, inner)
  const start = GATHERINGS[node.fold]
  const cost = 1 + countNodes(node.body) + (node.where === null ? 0 : countNodes(node.where))

  function visit(frame: Frame, gathering: Gathering, first: CelValue, second: CelValue): boolean {
    spend(frame, cost)
    frame.locals[slot] = first
    frame.locals[slot + 1] = second
    if (where !== null) {
      const wanted = where(frame)
      if (wanted === false) return true
      if (wanted !== true) return gathering.add(first, asCondition(wanted))
    }
    return gathering.add(first, body(frame))
  }

  return (frame) => {
    const value = range(frame)
    if (isFault(value)) return value
    const gathering = start()
    if (isList(value)) {
      for (let at = 0; at < value.length; at++) {
        const item = value[at] as CelValue
        // What is behind it was not seen, so the body cannot be asked about it.
        if (isFault(item)) gathering.add(item, item)
        else if (!visit(frame, gathering, two === undefined ? item : BigInt(at), item)) break
      }
    } else if (value instanceof CelMap) {
      for (const [key, item] of value.entries.values()) if (!visit(frame, gathering, key, item)) break
    } else return new CelError(`no such overload: ${node.name} goes through a list or a map`)
    return gathering.result()
  }
}

/** The deciding answer ends it and wins over errors and unknowns of other entries. */
function deciding(answer: boolean): Gathering {
  let bad: CelResult = null
  let decided = false
  return {
    add(_, body) {
      if (typeof body === 'boolean') return !(decided = body === answer)
      bad = worse(bad, asCondition(body))
      return true
    },
    result: () => (decided ? answer : (bad ?? !answer)),
  }
}

function counting(): Gathering {
  let bad: CelResult = null
  let count = 0
  return {
    add(_, body) {
      if (body === true) count++
      else if (body !== false) bad = worse(bad, asCondition(body))
      return true
    },
    result: () => bad ?? count === 1,
  }
}

function listing(choose: boolean): Gathering {
  let bad: CelResult = null
  const made: CelValue[] = []
  return {
    add(first, body) {
      const value = choose ? asCondition(body) : body
      if (isFault(value)) bad = worse(bad, value)
      else if (!choose || value === true) made.push(choose ? first : value)
      if (made.length > MAX_ENTRIES) throw new CelLimitExceeded(`a list of an expression has at most ${MAX_ENTRIES} items`)
      return true
    },
    result: () => bad ?? made,
  }
}

function mapping(entries: boolean): Gathering {
  let bad: CelResult = null
  const made = new Map<unknown, readonly [CelValue, CelValue]>()
  return {
    add(first, body) {
      if (isFault(body)) bad = worse(bad, body)
      else if (!entries) bad = put(made, first, body) ?? bad
      else if (body instanceof CelMap) for (const [key, value] of body.entries.values()) bad = put(made, key, value) ?? bad
      else bad = worse(bad, new CelError('no such overload: transformMapEntry makes maps'))
      return true
    },
    result: () => bad ?? new CelMap(made),
  }
}

const GATHERINGS: Readonly<Record<FoldNode['fold'], () => Gathering>> = {
  all: () => deciding(false),
  exists: () => deciding(true),
  existsOne: counting,
  map: () => listing(false),
  filter: () => listing(true),
  transformList: () => listing(false),
  transformMap: () => mapping(false),
  transformMapEntry: () => mapping(true),
}

/** Nodes of a part; what is inside another macro counts there again. */
export function countNodes(node: CelNode): number {
  return childrenOf(node).reduce((sum, child) => sum + countNodes(child), 1)
}

import type { Scope } from '@cupel/model'

export interface ScopedEdge {
  readonly to: number
  readonly scope: Scope
}

const RUNTIME = 1
const OPTIONAL = 2
const PEER = 4
const DEV = 8

/**
 * Scopes of packages 0 … `size` - 1 by how they are reached: what a project needs for development stays that all the way down, an
 * optional step makes the rest optional, and what is reached at run time is nothing less. Unreached ones get an empty list.
 */
export function reachScopes(
  size: number,
  roots: readonly ScopedEdge[],
  edgesOf: (index: number) => readonly ScopedEdge[],
): readonly (readonly Scope[])[] {
  const marks = new Uint8Array(size)
  const pending: number[] = []
  const reach = (index: number, mark: number): void => {
    if (((marks[index] as number) & mark) !== 0) return
    marks[index] = (marks[index] as number) | mark
    pending.push(index, mark)
  }
  for (const { to, scope } of roots) reach(to, markOf(scope))
  while (pending.length > 0) {
    const mark = pending.pop() as number
    const index = pending.pop() as number
    for (const { to, scope } of edgesOf(index)) reach(to, mark === RUNTIME ? markOf(scope) : mark)
  }
  return Array.from(marks, scopesOf)
}

function markOf(scope: Scope): number {
  if (scope === 'dev') return DEV
  if (scope === 'optional') return OPTIONAL
  return scope === 'peer' ? PEER : RUNTIME
}

const ALL: readonly (readonly Scope[])[] = Array.from({ length: 16 }, (_, marks) => {
  if ((marks & RUNTIME) !== 0) return ['runtime']
  const scopes: Scope[] = []
  if ((marks & OPTIONAL) !== 0) scopes.push('optional')
  if ((marks & PEER) !== 0) scopes.push('peer')
  if ((marks & DEV) !== 0) scopes.push('dev')
  return scopes
})

function scopesOf(marks: number): readonly Scope[] {
  return ALL[marks] as readonly Scope[]
}

import type { Static } from 'typebox'
import type { GraphAnswer, GraphRow } from '../api/contract/knowledge.ts'

/** A walk as a list: where it started, then every edge that was gone. */
export function graphRows({ nodes, edges }: Static<typeof GraphAnswer>): readonly Static<typeof GraphRow>[] {
  const places = nodes.map(({ kind, id, label }) => ({ kind, id, label }))
  const starts = nodes.flatMap(({ depth }, at) => {
    const to = places[at]
    return depth > 0 || to === undefined ? [] : [{ step: 0, from: null, edge: '', to }]
  })
  const gone = edges.flatMap(({ from, to: end, kind }) => {
    const to = places[end]
    return to === undefined ? [] : [{ step: (nodes[from]?.depth ?? 0) + 1, from: places[from] ?? null, edge: kind, to }]
  })
  return [...starts, ...gone]
}

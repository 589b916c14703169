import type { Answer } from '../../api/contract.ts'
import { listOf } from '../../shell/url-state.ts'
import type { UrlValues } from '../../shell/url-state.ts'

export type GraphQuestion = Answer<'GraphQuery'>
export type GraphEdge = GraphQuestion['edges'][number]
export type StartKind = Exclude<GraphQuestion['start']['kind'], 'package'>

export const EDGES = ['contains', 'contained-in', 'affected-by', 'affects', 'version-of'] as const satisfies readonly GraphEdge[]
export const STARTS = ['project', 'version', 'vulnerability'] as const satisfies readonly StartKind[]
export const DEPTH = 2
const MOST_DEPTH = 6
const MOST_STARTS = 50
/** As many as a picture can show. */
const MOST_NODES = 300

/** What is asked when nobody chose: from a project to its problems, from a problem to the projects. */
const USUAL: Readonly<Record<StartKind, readonly GraphEdge[]>> = {
  project: ['contains', 'affected-by'],
  version: ['contained-in', 'affected-by'],
  vulnerability: ['affects', 'contained-in'],
}

/** The question that an address stands for; null: it names no start. */
export function graphQuestion({ kind: asked, ids, edges, depth }: UrlValues): GraphQuestion | null {
  const kind = STARTS.find((one) => one === asked)
  const starts = listOf(ids)
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0)
    .slice(0, MOST_STARTS)
  if (kind === undefined || starts.length === 0) return null
  const chosen = EDGES.filter((edge) => listOf(edges).includes(edge))
  const steps = Math.trunc(Number(depth ?? DEPTH))
  return {
    start: { kind, ids: starts },
    edges: [...(chosen.length === 0 ? USUAL[kind] : chosen)],
    depth: Number.isNaN(steps) ? DEPTH : Math.min(Math.max(steps, 1), MOST_DEPTH),
    limit: MOST_NODES,
  }
}

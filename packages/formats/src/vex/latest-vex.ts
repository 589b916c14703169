import type { VexStatement, VexStatus } from './statement.ts'
import type { VexQuery } from './vex-applies.ts'
import { vexApplies } from './vex-applies.ts'

/** Statements found by vulnerability id, so that a finding is compared with its own only. */
export interface VexIndex {
  /** Those that speak of one of the ids, in the order given. */
  about(ids: readonly string[]): readonly VexStatement[]
}

/** Most careful first: of two statements of one moment the one that trusts less counts. */
const CAREFUL: readonly VexStatus[] = ['affected', 'under_investigation', 'fixed', 'not_affected']

export function vexIndex(statements: readonly VexStatement[]): VexIndex {
  const byId = new Map<string, number[]>()
  for (const [at, statement] of statements.entries()) {
    for (const id of new Set(statement.vulnerabilities.map((one) => one.toUpperCase()))) {
      const known = byId.get(id)
      if (known === undefined) byId.set(id, [at])
      else known.push(at)
    }
  }
  return {
    about(ids) {
      const places = new Set(ids.flatMap((id) => byId.get(id.toUpperCase()) ?? []))
      return [...places].sort((a, b) => a - b).map((at) => statements[at] as VexStatement)
    },
  }
}

/** The statement in force: the latest one that applies; a statement without time is older than every other. null: none applies. */
export function latestVex(index: VexIndex, query: VexQuery): VexStatement | null {
  let latest: VexStatement | null = null
  for (const statement of index.about(query.ids)) {
    if ((latest === null || supersedes(statement, latest)) && vexApplies(statement, query)) latest = statement
  }
  return latest
}

function supersedes(one: VexStatement, other: VexStatement): boolean {
  const difference = momentOf(one) - momentOf(other)
  if (difference !== 0) return difference > 0
  return CAREFUL.indexOf(one.status) < CAREFUL.indexOf(other.status)
}

/** `-1` for no or no valid time: a missing moment never wins. */
function momentOf({ timestamp }: VexStatement): number {
  const moment = Date.parse(timestamp)
  return Number.isNaN(moment) ? -1 : moment
}

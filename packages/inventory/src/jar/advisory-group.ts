import { ADVISORY_GROUPS } from './advisory-groups-data.ts'

let groups: ReadonlyMap<string, string> | null = null

/** The one group that advisories know for an artifact id; `` when there is none. An archive that matters is never misnamed by a guess. */
export function advisoryGroup(artifact: string): string {
  groups ??= readTable()
  return groups.get(artifact) ?? ''
}

function readTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>()
  for (const line of ADVISORY_GROUPS.split('\n')) {
    const [group = '', ...artifacts] = line.split(' ')
    for (const artifact of artifacts) table.set(artifact, group)
  }
  return table
}

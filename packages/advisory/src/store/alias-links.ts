import { unpackTime } from '../pack/packed-time.ts'
import { AliasGroups } from './alias-groups.ts'
import { openedBy } from './byte-source.ts'
import type { EcosystemReader } from './ecosystem-reader.ts'
import type { FileStamp } from './new-file.ts'
import { openFile } from './open-index.ts'
import { TableFile, writeTableFile } from './table-file.ts'

/** Ids that more than this many changed records name: reading all statements is less work than following each. */
const MAX_TOUCHED = 5000

/** Key of the row that says of an id that its records were all withdrawn. */
function withdrawnKey(id: string): string {
  return `!${id}`
}

/**
 * Writes the groups of ids that are one problem over all sources, as far as some record does not state its group itself, and
 * which ids that live records name were withdrawn. `related` and `upstream` say something else and are not followed.
 */
export function writeAliasLinks(folder: string, ecosystems: readonly EcosystemReader[]): FileStamp {
  const groups = new AliasGroups()
  const named = new Set<string>()
  for (const ecosystem of ecosystems) {
    for (const [segment, reader] of ecosystem.segments.entries()) {
      for (const [ordinal, id, ...aliases] of reader.aliases()) {
        if (!ecosystem.isLive(segment, ordinal)) continue
        groups.state(id, aliases)
        for (const alias of aliases) named.add(alias)
      }
    }
  }
  return writeRows(folder, groups.incomplete(isRecordOf(ecosystems)), withdrawnOf(named, ecosystems))
}

/**
 * The same out of the groups of before, when only records changed that name the `touched` ids (before or now). What it costs
 * follows the change.
 */
export function updateAliasLinks(
  folder: string,
  ecosystems: readonly EcosystemReader[],
  { old, touched }: { readonly old: FileStamp; readonly touched: ReadonlySet<string> },
): FileStamp {
  if (touched.size > MAX_TOUCHED) return writeAliasLinks(folder, ecosystems)
  if (touched.size === 0) return old
  const table = openedBy(openFile(folder, old.file), (source) => new TableFile(source))
  try {
    const groups = new AliasGroups()
    const seen = new Set(touched)
    const queue = [...touched]
    const visit = (ids: readonly string[]): void => {
      for (const id of ids) {
        if (seen.has(id)) continue
        seen.add(id)
        queue.push(id)
      }
    }
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      visit(table.keysWith(id) ?? [])
      for (const [named, ...aliases] of statementsAbout(id, ecosystems)) {
        groups.state(named, aliases)
        visit([named, ...aliases])
      }
    }
    const kept = table.rows().map(([keys]) => keys)
    const untouched = kept.filter((keys) => !isWithdrawnRow(keys) && !keys.some((key) => seen.has(key)))
    const stillWithdrawn = kept.filter(isWithdrawnRow).map(([key]) => key!.slice(1))
    return writeRows(
      folder,
      [...untouched, ...groups.incomplete(isRecordOf(ecosystems))],
      [...stillWithdrawn.filter((id) => !seen.has(id)), ...withdrawnOf(seen, ecosystems)],
    )
  } finally {
    table.close()
  }
}

/** What live records state that have the id or name it as an alias. */
function statementsAbout(id: string, ecosystems: readonly EcosystemReader[]): readonly (readonly [id: string, ...aliases: string[]])[] {
  return ecosystems.flatMap((ecosystem) =>
    ecosystem.recordsById(id).flatMap(({ segment, ordinal }) => {
      const [, named, aliases, , , , , withdrawn] = ecosystem.segments[segment]!.facts(ordinal)
      return unpackTime(withdrawn) === '' && aliases.length > 0 ? [[named, ...aliases] as const] : []
    }),
  )
}

function isRecordOf(ecosystems: readonly EcosystemReader[]): (id: string) => boolean {
  return (id) => ecosystems.some((ecosystem) => ecosystem.segments.some((segment) => segment.mayHold(id)))
}

/** Whether there are records of this very id and all were taken back. */
function isWithdrawn(id: string, ecosystems: readonly EcosystemReader[]): boolean {
  let withdrawn = false
  for (const ecosystem of ecosystems) {
    for (const { segment, ordinal } of ecosystem.recordsById(id)) {
      const facts = ecosystem.segments[segment]!.facts(ordinal)
      if (facts[1] !== id) continue
      if (unpackTime(facts[7]) === '') return false
      withdrawn = true
    }
  }
  return withdrawn
}

function withdrawnOf(ids: Iterable<string>, ecosystems: readonly EcosystemReader[]): readonly string[] {
  const isRecord = isRecordOf(ecosystems)
  return [...ids].filter((id) => isRecord(id) && isWithdrawn(id, ecosystems))
}

function isWithdrawnRow([key]: readonly string[]): boolean {
  return key!.startsWith('!')
}

function writeRows(folder: string, groups: readonly (readonly string[])[], withdrawn: readonly string[]): FileStamp {
  const rows = [...withdrawn.map((id) => [withdrawnKey(id)]), ...groups]
  const sorted = rows.toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1))
  return writeTableFile(
    folder,
    'links',
    sorted.map((keys) => [keys, 0]),
  )
}

import { unpackTime } from '../pack/packed-time.ts'
import { AliasGroups } from './alias-groups.ts'
import { openedBy } from './byte-source.ts'
import type { EcosystemReader } from './ecosystem-reader.ts'
import type { FileStamp } from './new-file.ts'
import { openFile } from './open-index.ts'
import { TableFile, writeTableFile } from './table-file.ts'

/** Ids that more than this many changed records name: reading all statements is less work than following each. */
const MAX_TOUCHED = 5000

/**
 * Writes the groups of ids that are one problem over all sources, as far as some record does not state its group itself.
 * `related` and `upstream` say something else and are not followed.
 */
export function writeAliasLinks(folder: string, ecosystems: readonly EcosystemReader[]): FileStamp {
  const groups = new AliasGroups()
  for (const ecosystem of ecosystems) {
    for (const [segment, reader] of ecosystem.segments.entries()) {
      for (const [ordinal, id, ...aliases] of reader.aliases()) {
        if (ecosystem.isLive(segment, ordinal)) groups.state(id, aliases)
      }
    }
  }
  return writeGroups(folder, groups.incomplete(isRecordOf(ecosystems)))
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
    const kept = table.keySets().filter((keys) => !keys.some((key) => seen.has(key)))
    return writeGroups(folder, [...kept, ...groups.incomplete(isRecordOf(ecosystems))])
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

function writeGroups(folder: string, groups: readonly (readonly string[])[]): FileStamp {
  const sorted = groups.toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1))
  return writeTableFile(
    folder,
    'links',
    sorted.map((group) => [group, 0]),
  )
}

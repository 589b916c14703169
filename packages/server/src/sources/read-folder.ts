import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isInventory } from '../ingest/document-kind.ts'
import { receiveUpload } from '../ingest/receive-upload.ts'
import type { Services } from '../services.ts'
import type { SourceRead, SourceRow } from './read-source.ts'

const MAX_FILES = 1000
const MAX_BYTES = 256 * 1024 * 1024

/** Size and time of each file as it was met last, whether it was taken, and whether it is an inventory. */
type Seen = Readonly<Record<string, readonly [size: number, modified: number, taken: 0 | 1, inventory: 0 | 1]>>

/**
 * Takes the documents that lie in a folder: each file once for each state of it, and only when it is as it was at the last look, so
 * that one which is still being written is left alone. Links, folders and hidden files are not looked at. Gives what was seen, and what
 * is in the way of the project's being up to date: a document that cannot be taken, that there is none any more, or that there are several
 * inventories, of which only the last one counts.
 */
export async function readFolder(services: Services, { id, project_id, location, state }: SourceRow): Promise<SourceRead> {
  const before = seenIn(state)
  const after: Record<string, Seen[string]> = {}
  const left: string[] = []
  const names = readdirSync(location)
    .filter((name) => !name.startsWith('.'))
    .sort()
  if (names.length > MAX_FILES) left.push(`there are ${names.length} files, and only the first ${MAX_FILES} are looked at`)
  for (const name of names.slice(0, MAX_FILES)) {
    const stat = lstatSync(join(location, name), { throwIfNoEntry: false })
    if (stat === undefined || !stat.isFile()) continue
    const [size, modified, taken, was] = before[name] ?? [-1, -1, 0, 0]
    let inventory = was
    const stable = size === stat.size && modified === stat.mtimeMs
    const unfit = stat.size === 0 ? 'is empty' : stat.size > MAX_BYTES ? `is larger than ${MAX_BYTES} bytes` : null
    if (unfit !== null && stable) left.push(`${name} ${unfit}`)
    if (unfit === null && stable && taken === 0) {
      const bytes = readFileSync(join(location, name))
      inventory = isInventory(bytes, 'auto') ? 1 : 0
      await receiveUpload(services, {
        projectId: project_id,
        bytes,
        kind: 'auto',
        name,
        actor: `source:${id}`,
        decides: true,
        origin: 'folder',
      })
    }
    after[name] = [stat.size, stat.mtimeMs, stable && unfit === null ? 1 : 0, inventory]
  }
  const inventories = Object.entries(after).flatMap(([name, [, , , inventory]]) => (inventory === 1 ? [name] : []))
  if (inventories.length > 1)
    left.push(`${inventories.slice(0, 3).join(', ')} are ${inventories.length} inventories, and only the last that was read counts`)
  if (Object.keys(after).length === 0) left.push('there is no document in the folder')
  return { state: JSON.stringify(after), left: left.join('; ') }
}

function seenIn(state: string): Seen {
  return state === '' ? {} : (JSON.parse(state) as Seen)
}

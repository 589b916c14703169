import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { receiveUpload } from '../ingest/receive-upload.ts'
import type { Services } from '../services.ts'
import type { SourceRow } from './read-source.ts'

const MAX_FILES = 1000
const MAX_BYTES = 256 * 1024 * 1024

/** Size and time of each file as it was met last, and whether it was taken. */
type Seen = Readonly<Record<string, readonly [size: number, modified: number, taken: 0 | 1]>>

/**
 * Takes the documents that lie in a folder: each file once for each state of it, and only when it is as it was at the last look, so
 * that one which is still being written is left alone. Links, folders and hidden files are not looked at. Gives what was seen.
 */
export async function readFolder(services: Services, { id, project_id, location, state }: SourceRow): Promise<string> {
  const before = seenIn(state)
  const after: Record<string, Seen[string]> = {}
  const names = readdirSync(location)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .slice(0, MAX_FILES)
  for (const name of names) {
    const stat = lstatSync(join(location, name), { throwIfNoEntry: false })
    if (stat === undefined || !stat.isFile() || stat.size === 0 || stat.size > MAX_BYTES) continue
    const [size, modified, taken] = before[name] ?? [-1, -1, 0]
    const stable = size === stat.size && modified === stat.mtimeMs
    if (stable && taken === 0) {
      const bytes = readFileSync(join(location, name))
      await receiveUpload(services, { projectId: project_id, bytes, kind: 'auto', name, actor: `source:${id}`, origin: 'folder' })
    }
    after[name] = [stat.size, stat.mtimeMs, stable ? 1 : 0]
  }
  return JSON.stringify(after)
}

function seenIn(state: string): Seen {
  return state === '' ? {} : (JSON.parse(state) as Seen)
}

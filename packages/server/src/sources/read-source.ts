import { CupelError } from '@cupel/model'
import { HttpProblem } from '../api/problem-details.ts'
import type { Services } from '../services.ts'
import { readFolder } from './read-folder.ts'
import { readRepository } from './read-repository.ts'

/** A source as it stands in the store. */
export interface SourceRow {
  readonly id: number
  readonly project_id: number
  readonly kind: 'git' | 'folder'
  readonly location: string
  readonly ref: string
  readonly assess: boolean
  /** What was read last, as its reader keeps it. */
  readonly state: string
  readonly every_minutes: number
}

const FIRST_PAUSE_MINUTES = 5

/**
 * Reads a source: what is new in it becomes an upload, what is as before is skipped. A source that cannot be read keeps its reason and
 * is tried again sooner at first, then ever later; it does not throw for that.
 */
export async function readSource(services: Services, { source }: { readonly source: number }): Promise<void> {
  const [row] = await services.db.query<SourceRow>(
    'SELECT id, project_id, kind, location, ref, assess, state, every_minutes FROM source WHERE id = $1 AND enabled',
    [source],
  )
  if (row === undefined) return
  try {
    const state = await (row.kind === 'git' ? readRepository(services, row) : readFolder(services, row))
    await services.db.run(`UPDATE source SET state = $2, failures = 0, reason = '' WHERE id = $1`, [source, state])
  } catch (error) {
    if (!(error instanceof CupelError) && !(error instanceof HttpProblem) && !isFileError(error)) throw error
    services.log.info({ source, reason: error.message }, 'a source cannot be read')
    await services.db.run(
      `UPDATE source SET failures = failures + 1, reason = $2,
         due_at = least(due_at, $3::timestamptz + least(every_minutes, ${FIRST_PAUSE_MINUTES} * 2 ^ least(failures, 20)) * interval '1 minute')
       WHERE id = $1`,
      [source, error.message.slice(0, 1000), services.now()],
    )
  }
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error
}

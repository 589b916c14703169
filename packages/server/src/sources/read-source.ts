import { CupelError } from '@cupel/model'
import { HttpProblem } from '../api/problem-details.ts'
import { doubtPicture, trustSource } from '../ingest/doubt-picture.ts'
import type { Services } from '../services.ts'
import { storedText } from '../store/stored-text.ts'
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

/** What reading a source came to. */
export interface SourceRead {
  readonly state: string
  /** What could not be taken; empty: nothing. */
  readonly left: string
}

const FIRST_PAUSE_MINUTES = 5
/** From so many failures in a row on, what the source gave before may be out of date. */
const DOUBTED_FAILURES = 3

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
    const { state, left } = await (row.kind === 'git' ? readRepository(services, row) : readFolder(services, row))
    await services.db.run('UPDATE source SET state = $2 WHERE id = $1', [source, state])
    await (left === '' ? succeeded(services, row) : failed(services, row, left))
  } catch (error) {
    if (!(error instanceof CupelError) && !(error instanceof HttpProblem) && !isFileError(error)) throw error
    services.log.info({ source, reason: error.message }, 'a source cannot be read')
    await failed(services, row, error.message)
  }
}

async function succeeded(services: Services, { id, project_id: projectId }: SourceRow): Promise<void> {
  await services.db.transaction(async (transaction) => {
    const [before] = await transaction.query<{ failures: number }>('SELECT failures FROM source WHERE id = $1 FOR UPDATE', [id])
    if (before === undefined || before.failures === 0) return
    await transaction.run(`UPDATE source SET failures = 0, reason = '' WHERE id = $1`, [id])
    await trustSource(transaction, services, { projectId, source: id })
  })
}

/** A network that is away for a while says nothing of a project; a source that stays unreadable does. */
async function failed(services: Services, { id, project_id: projectId, kind }: SourceRow, why: string): Promise<void> {
  const reason = storedText(why).slice(0, 1000)
  await services.db.transaction(async (transaction) => {
    const [row] = await transaction.query<{ failures: number }>(
      `UPDATE source SET failures = failures + 1, reason = $2,
         due_at = least(due_at, $3::timestamptz + least(every_minutes, ${FIRST_PAUSE_MINUTES} * 2 ^ least(failures, 20)) * interval '1 minute')
       WHERE id = $1 RETURNING failures`,
      [id, reason, services.now()],
    )
    if (row === undefined || row.failures < DOUBTED_FAILURES) return
    const from = kind === 'git' ? 'repository' : 'folder'
    const message = `the ${from} that this is kept up to date from cannot be read any more, so it may be out of date: ${reason}`
    await doubtPicture(transaction, services, { projectId, of: ['source', id], message })
  })
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error
}

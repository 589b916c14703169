import { newsWritten } from '../outbox/tell-news.ts'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import { doubtPicture, INVENTORY_KINDS, newerUnread } from './doubt-picture.ts'
import { storedProblems } from './upload-problem.ts'

/**
 * Ends an upload that nothing can be made of, and says so to those who wait for it. Also for jobs that failed for good. Where it may have
 * been what the project consists of now, the picture that the project has counts as out of date.
 */
export async function failUpload(services: Services, upload: number, reason: string): Promise<void> {
  const now = services.now()
  const problems = storedProblems([{ code: 'malformed', effect: 'incomplete', path: '', detail: reason }])
  await services.db.transaction(async (transaction) => {
    await transaction.run(
      `UPDATE upload SET state = 'failed', problems = $2::text::jsonb, finished_at = $3 WHERE id = $1 AND state <> 'done'`,
      [upload, jsonText(problems), now],
    )
    await transaction.run(
      `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
       SELECT $2, 'upload.failed', p.org_id, p.id, jsonb_build_object('upload', u.id, 'text', $3::text), 'upload/' || u.id
       FROM upload u JOIN project p ON p.id = u.project_id WHERE u.id = $1 AND u.state = 'failed' ON CONFLICT (cause) WHERE cause IS NOT NULL DO NOTHING`,
      [upload, now, problems[0]?.message ?? ''],
    )
    const [failed] = await transaction.query<{ project_id: number; name: string }>(
      `SELECT project_id, name FROM upload WHERE id = $1 AND state = 'failed' AND kind IN ${INVENTORY_KINDS}`,
      [upload],
    )
    if (failed !== undefined) {
      const { project_id: projectId, name } = failed
      await doubtPicture(transaction, services, { projectId, of: ['upload', upload], message: newerUnread({ name, reason }) })
    }
    await newsWritten(transaction, services)
  })
}

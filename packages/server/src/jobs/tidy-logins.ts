import { defineJob } from './define-job.ts'

const DAY_MS = 86_400_000

/** Idempotency keys are good for a day; tokens that CI jobs exchanged are forgotten a month after their end (the audit log keeps them). */
export default defineJob({
  queue: 'tidy-logins',
  summary: 'Forget sessions, log-in attempts, idempotency keys and exchanged tokens that are over',
  concurrency: 1,
  retries: 1,
  everySeconds: 3600,
  async run({ db, now }) {
    const time = now()
    await db.run('DELETE FROM session WHERE expires_at < $1', [time])
    await db.run('DELETE FROM one_time WHERE expires_at < $1', [time])
    await db.run('DELETE FROM idempotency WHERE created_at < $1', [new Date(time.getTime() - DAY_MS)])
    await db.run('DELETE FROM api_token WHERE account_id IS NULL AND expires_at < $1', [new Date(time.getTime() - 30 * DAY_MS)])
  },
})

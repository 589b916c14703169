import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { silentLog } from '../testing/silent-log.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { installPack } from './change-packs.ts'
import { policyTouched } from './policy-due.ts'
import { runEvaluation } from './run-evaluation.ts'
import { SYSTEM_VIEWER } from './system-viewer.ts'

let db: Database
let seeded: Seeded
let time = new Date('2026-02-01T00:00:00Z')
const sent: string[] = []

const services = (): Services => ({
  db,
  now: () => time,
  random: (bytes) => new Uint8Array(bytes),
  log: silentLog,
  jobs: { send: async (queue) => void sent.push(queue) },
})
const root = { ...SYSTEM_VIEWER, name: 'root', mayIn: () => true }

beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: { 'acme//shop': ['left@1.0.0', 'evil@1.0.0'], 'acme//till': ['left@1.0.0'], 'other//site': ['right@2.0.0'] },
    vulnerabilities: [
      { shown: 'CVE-2026-1', severity: 'critical', kev: '2026-01-15', affects: ['left@1.0.0'] },
      { shown: 'MAL-2026-3', severity: 'unknown', kind: 'malware', affects: ['evil@1.0.0'] },
    ],
  })
})
afterAll(() => db.close())

test('run', async () => {
  const id = await installPack({ services: services(), viewer: root, now: time }, { organisation: 'acme', shipped: 'default' })
  console.log(id, sent, await runEvaluation(services(), new AbortController().signal))
  console.log(await db.query('SELECT project_id, rule, outcome, severity, counts, evidence FROM policy_result ORDER BY 1,2'))
  console.log(await db.query('SELECT * FROM outbox'))
  console.log(await db.query('SELECT * FROM policy_due'))
})

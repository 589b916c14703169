import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PortfolioRow } from '@cupel/formats'
import { afterAll, expect, it } from 'vitest'
import { appendLog, readLog } from './portfolio-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const row = (target: string, score: number): PortfolioRow => ({
  target,
  outcome: 'assessed',
  file: 'projects/a.json',
  name: target,
  commit: 'c',
  score,
  checks: {},
  contradictedClaims: 0,
  unread: 0,
  error: '',
})

it('keeps the last entry of each target, whatever was cut off or written between', () => {
  const file = join(folder, 'runs.jsonl')
  expect(readLog(file).size).toBe(0)
  appendLog(file, { row: row('a', 1), options: 'x' })
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"row":{"target":"b`)
  appendLog(file, { row: row('a', 2), options: 'y' })
  writeFileSync(file, `${readFileSync(file, 'utf8')}null\n[]\n{"row":5,"options":""}\n{"row":{"target":"c"},"options":"x"}\n`)
  expect([...readLog(file)]).toEqual([['a', { row: row('a', 2), options: 'y' }]])
})

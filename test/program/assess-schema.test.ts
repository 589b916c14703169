import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, expect, it } from 'vitest'
import { gitFolder } from '../make-git.ts'
import { assessJson, KEPT } from './assess.ts'
import { ROOT } from './cupel.ts'

const made = gitFolder()
afterAll(() => made.remove())
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false })
addFormats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'docs/schemas/assessment-report-1.0.schema.json'), 'utf8')))

it('every report is valid by the published schema', () => {
  const kept = made.makeRepository('kept', KEPT)
  made.git(kept, 'remote', 'add', 'origin', 'https://github.com/acme/app')
  const poor = made.makeRepository('poor', {
    'b.so': '\u007fELF\u0002\u0001\u0001' + '\0'.repeat(80),
    '.github/workflows/x.yml': 'on: [push\n',
  })
  const runs = [
    [kept],
    [poor],
    [kept, '--as', 'scorecard-5'],
    [kept, '--brief', '--standard', 'none'],
    [ROOT, '--standard', 'slsa', '--standard', 's2c2f'],
  ]
  for (const args of runs) {
    validate(assessJson(args).report)
    expect([args.at(-1), validate.errors ?? []]).toEqual([args.at(-1), []])
  }
})

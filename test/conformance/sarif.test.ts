import { readFileSync } from 'node:fs'
import type { ScanReport } from '@cupel/model'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { REPORT_FORMATS } from '@cupel/formats'
import { SAMPLE_REPORT } from '../../packages/formats/src/reports/sample/sample-report.ts'
import { sharedPath } from '../shared.ts'

const schema = sharedPath('schemas/sarif/sarif-2.1.0.schema.json')

const REPORTS: readonly ScanReport[] = [
  SAMPLE_REPORT,
  { ...SAMPLE_REPORT, findings: [], problems: [], components: [] },
  { ...SAMPLE_REPORT, findings: SAMPLE_REPORT.findings.filter((one) => one.stateReason === null) },
  { ...SAMPLE_REPORT, findings: SAMPLE_REPORT.findings.map((one) => ({ ...one, locations: [], paths: [] })) },
  {
    ...SAMPLE_REPORT,
    findings: SAMPLE_REPORT.findings.map((one) => ({ ...one, advisory: { ...one.advisory, id: 'a b\u001b/[x]', summary: '' } })),
  },
]

describe.skipIf(schema === null)('SARIF 2.1.0', () => {
  test('every log is valid by the official schema', async () => {
    const validate = addFormats.default(new Ajv.default({ strict: false, allErrors: true })).compile(officialSchema())
    const format = await REPORT_FORMATS.find((one) => one.id === 'sarif')?.load()
    let results = 0
    for (const report of REPORTS) {
      const log = JSON.parse(format?.write(report, {}) ?? 'null') as { runs: [{ results: unknown[] }] }
      expect(validate(log), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
      results += log.runs[0].results.length
    }
    console.log('SARIF', { logs: REPORTS.length, results })
    expect(results).toBe(18)
  })
})

/** The official file is JSON Schema draft 4, of which it uses nothing that later drafts changed but the names of two members. */
function officialSchema(): object {
  const { $schema: _draft, id, ...rest } = JSON.parse(readFileSync(schema ?? '', 'utf8')) as Record<string, unknown>
  return { ...rest, $id: id }
}

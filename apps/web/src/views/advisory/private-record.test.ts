import { expect, test } from 'vitest'
import { privateRecord } from './private-record.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const FIELDS = {
  id: ' ACME-2026-1 ',
  summary: 'Tokens are guessable',
  details: '',
  ecosystem: 'npm',
  name: 'web-kit',
  introduced: '',
  fixed: '',
  severity: '',
  state: 'published',
}

test('what is left empty is not said', () => {
  expect(privateRecord(FIELDS, NOW)).toEqual({
    schema_version: '1.7.0',
    id: 'ACME-2026-1',
    modified: '2026-11-22T12:00:00.000Z',
    published: '2026-11-22T12:00:00.000Z',
    summary: 'Tokens are guessable',
    affected: [{ package: { ecosystem: 'npm', name: 'web-kit' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }],
  })
})

test('range, severity, details and withdrawal have their places', () => {
  const full = { ...FIELDS, details: 'Long story', introduced: '1.2.0', fixed: '1.3.0', severity: 'high', state: 'withdrawn' }
  expect(privateRecord(full, NOW)).toMatchObject({
    withdrawn: '2026-11-22T12:00:00.000Z',
    details: 'Long story',
    database_specific: { severity: 'HIGH' },
    affected: [{ ranges: [{ events: [{ introduced: '1.2.0' }, { fixed: '1.3.0' }] }] }],
  })
})

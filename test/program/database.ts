import { join } from 'node:path'
import type { OsvRecord } from '@cupel/model'
import { writeBucket } from '../../packages/advisory/src/sources/test-bucket.ts'
import type { BucketRecords } from '../../packages/advisory/src/sources/test-bucket.ts'
import { cupel } from './cupel.ts'

type Fault = Pick<OsvRecord, 'id'> & Partial<OsvRecord> & { readonly name: string; readonly fixed?: string; readonly last?: string }

const VECTORS = {
  critical: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  high: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
  medium: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L',
  low: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:N/I:N/A:L',
} as const

function record(ecosystem: string, { name, fixed, last, ...rest }: Fault, severity?: keyof typeof VECTORS): OsvRecord {
  const end = fixed !== undefined ? [{ fixed }] : last !== undefined ? [{ last_affected: last }] : []
  return {
    modified: '2024-05-01T00:00:00Z',
    published: '2024-04-01T00:00:00Z',
    summary: `${name} has a fault`,
    details: `Long text about ${name}.`,
    affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, ...end] }] }],
    ...(severity === undefined ? {} : { severity: [{ type: 'CVSS_V3', score: VECTORS[severity] }] }),
    ...rest,
  }
}

function byId(records: readonly OsvRecord[]): Readonly<Record<string, OsvRecord>> {
  return Object.fromEntries(records.map((one) => [one.id, one]))
}

/**
 * Invented advisories, one of each kind: critical and exploited, high, medium, low without a fix, without a severity, a
 * malicious package, a withdrawn one, one under two ids; and a release of a distribution.
 */
export const RECORDS: BucketRecords = {
  npm: byId([
    record('npm', { id: 'GHSA-crit-crit-crit', aliases: ['CVE-2024-10001'], name: 'acme-server', fixed: '1.4.0' }, 'critical'),
    record('npm', { id: 'GHSA-high-high-high', aliases: ['CVE-2024-10002'], name: 'acme-parser', fixed: '2.3.1' }, 'high'),
    record('npm', { id: 'GHSA-medi-medi-medi', name: 'acme-tester', fixed: '7.0.0' }, 'medium'),
    record('npm', { id: 'GHSA-lowl-lowl-lowl', name: 'acme-colour', last: '9.9.9' }, 'low'),
    record('npm', { id: 'GHSA-none-none-none', name: 'acme-unrated', fixed: '3.0.0' }),
    record('npm', { id: 'GHSA-gone-gone-gone', name: 'acme-parser', fixed: '99.0.0', withdrawn: '2024-06-01T00:00:00Z' }, 'critical'),
    {
      ...record('npm', { id: 'MAL-2024-77', name: 'acme-helpful', summary: 'Malicious code in acme-helpful' }),
      affected: [{ package: { ecosystem: 'npm', name: 'acme-helpful' }, versions: ['1.0.0'] }],
    },
  ]),
  PyPI: byId([
    record('PyPI', { id: 'PYSEC-2024-5', aliases: ['CVE-2024-20001', 'GHSA-pypi-pypi-pypi'], name: 'acme-quick', fixed: '2.0' }),
    record('PyPI', { id: 'GHSA-pypi-pypi-pypi', aliases: ['CVE-2024-20001', 'PYSEC-2024-5'], name: 'acme-quick', fixed: '2.0' }, 'medium'),
  ]),
  Debian: byId([
    record('Debian:12', { id: 'DEBIAN-CVE-2024-30001', upstream: ['CVE-2024-30001'], name: 'acme-lib', fixed: '1.2-3' }, 'high'),
  ]),
}

export const SIGNALS = { kev: ['CVE-2024-10001'], epss: [['CVE-2024-10001', 0.9] as const, ['CVE-2024-10002', 0.02] as const] }

/** Writes the bucket under `folder/bucket` and syncs it into `folder/home`, which is given back for `--db`. */
export function makeDatabase(folder: string): string {
  const bucket = join(folder, 'bucket')
  writeBucket(bucket, RECORDS, SIGNALS)
  const home = join(folder, 'home')
  const { code, stderr } = cupel(['db', 'sync', '--from', bucket, '--offline', '--db', home])
  if (code !== 0) throw new Error(`the test database was not built: ${stderr}`)
  return home
}

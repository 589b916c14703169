// Makes the built-in starter set out of the shared advisory data: node scripts/run.mjs scripts/starter.ts [folder]
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildStarter } from '@cupel/advisory/sync'

const MAX_BYTES = 1_000_000
/** Of these the data is under a share-alike licence. */
const LEAVE_OUT = ['aboutcode-org/vulnerablecode', 'victims/victims-cve-db']

interface MostUsed {
  readonly packages: Readonly<Record<string, string>>
}

const root = process.cwd()
const data = join(root, 'packages', 'advisory', 'data')
const from = process.argv[2] ?? join(root, '..', 'shared', 'advisories')
const { packages } = JSON.parse(readFileSync(join(data, 'most-used.json'), 'utf8')) as MostUsed
const mostUsed = Object.fromEntries(Object.entries(packages).map(([ecosystem, names]) => [ecosystem, names.split(' ')]))

const starter = await buildStarter({ from, mostUsed, maxBytes: MAX_BYTES, leaveOut: LEAVE_OUT })
writeFileSync(join(data, 'starter.bin'), starter.bytes)
for (const { name, records } of starter.ecosystems) console.log(`${name.padEnd(16)}${String(records).padStart(7)} records`)
console.log(`starter.bin: ${starter.bytes.length} bytes, ${starter.records} records, ${starter.left} left out`)

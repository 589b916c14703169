import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { OsvRecord } from '@cupel/model'
import { evaluateAffected, fixedVersionsFor, isVersionRange, loadVersionScheme } from '@cupel/model'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

/** One record in so many is read, so that the suite stays quick; CUPEL_EVERY=1 reads all. */
const EVERY = Number(process.env['CUPEL_EVERY'] ?? 40)

interface Tally {
  listed: number
  agree: number
  affected: number
  unknown: number
}

const root = sharedPath('advisories/osv')

describe.skipIf(root === null)('real advisories', () => {
  test('a listed version is affected, and the ranges beside the list say the same', async () => {
    const tallies: Record<string, Tally> = {}
    const examples: string[] = []
    for (const folder of readdirSync(root ?? '', { withFileTypes: true })) {
      if (!folder.isDirectory()) continue
      for (const record of records(readFileSync(join(root ?? '', folder.name, 'all.zip')))) {
        for (const affected of record.affected ?? []) {
          const ranges = (affected.ranges ?? []).filter(isVersionRange)
          const versions = affected.versions ?? []
          if (affected.package === undefined || versions.length === 0 || ranges.length === 0) continue
          const name = affected.package.ecosystem.split(':')[0] ?? ''
          const scheme = await loadVersionScheme(name)
          const tally = (tallies[name] ??= { listed: 0, agree: 0, affected: 0, unknown: 0 })
          for (const version of versions) {
            tally.listed++
            const state = evaluateAffected(scheme, affected, version).state
            if (state === 'affected') tally.affected++
            const byRange = evaluateAffected(scheme, { ranges }, version).state
            if (byRange === 'affected') tally.agree++
            else if (byRange === 'unknown') tally.unknown++
            if (byRange !== 'affected' && examples.length < 12) examples.push(`${record.id} ${name} ${version}: ${byRange}`)
            fixedVersionsFor(scheme, affected, version)
          }
        }
      }
    }
    const total = Object.values(tallies).reduce((sum, one) => sum + one.listed, 0)
    const agree = Object.values(tallies).reduce((sum, one) => sum + one.agree, 0)
    console.log(`1 record in ${EVERY}: ${total} listed versions, ${((100 * agree) / total).toFixed(3)} % in the ranges too`)
    console.log(tallies, examples)
    expect(Object.values(tallies).every((one) => one.affected === one.listed)).toBe(true)
    expect(agree / total).toBeGreaterThan(0.99)
  })
})

/** The records of an OSV archive, by its central directory; entries are deflated or stored, without ZIP64. */
function* records(zip: Buffer): Generator<OsvRecord> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let entry = 0; zip.readUInt32LE(at) === 0x02014b50; entry++) {
    const method = zip.readUInt16LE(at + 10)
    const size = zip.readUInt32LE(at + 20)
    const local = zip.readUInt32LE(at + 42)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    if (entry % EVERY !== 0) continue
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const body = zip.subarray(start, start + size)
    yield JSON.parse((method === 0 ? body : inflateRawSync(body)).toString('utf8')) as OsvRecord
  }
}

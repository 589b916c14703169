import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CupelError } from '@cupel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncDatabase } from '../sources/sync-database.ts'
import { writeBucket } from '../sources/test-bucket.ts'
import { indexFolder } from './home.ts'
import { openIndex } from './open-index.ts'
import { verifyDatabase } from './verify-database.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-damage-'))
const home = join(root, 'home')
const spoiled = join(root, 'spoiled')
let files: readonly { readonly name: string; readonly bytes: Buffer }[] = []
let whole: unknown

const NAMES = Array.from({ length: 40 }, (_, at) => `p${at}`)
const IDS = Array.from({ length: 90 }, (_, at) => [`GHSA-${at}`, `CVE-2024-${at}`]).flat()

beforeAll(async () => {
  const from = join(root, 'bucket')
  const bucket = (day: number): Record<string, object> =>
    Object.fromEntries(
      Array.from({ length: 90 }, (_, at) => {
        const id = at % 4 === 0 ? `MAL-${at}` : `GHSA-${at}`
        const changed = day > 0 && at % 9 === 0
        const name = `p${(at * (changed ? 3 : 1)) % 40}`
        const events = [{ introduced: '0' }, { fixed: `${at}.0.0` }]
        return [
          id,
          {
            id,
            modified: `2024-01-0${changed ? 2 : 1}T00:00:00Z`,
            aliases: [`CVE-2024-${at}`, `CVE-2024-${(at * 7) % 90}`],
            details: `d${at}`,
            affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events }] }],
          },
        ]
      }),
    )
  const signals = { kev: ['CVE-2024-3'], epss: Array.from({ length: 90 }, (_, at): [string, number] => [`CVE-2024-${at}`, at / 100]) }
  for (const day of [0, 1]) {
    writeBucket(from, { npm: bucket(day) as never }, signals)
    await syncDatabase({ home, from, signal: new AbortController().signal, now: () => new Date(day), emit: () => undefined })
  }
  const folder = indexFolder(home)
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    manifest: { previous: string[]; ecosystems: { segments: unknown[] }[] }
  }
  expect(manifest.manifest.ecosystems[0]?.segments).toHaveLength(2)
  files = readdirSync(folder)
    .filter((name) => !name.endsWith('.ids'))
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
  mkdirSync(indexFolder(spoiled), { recursive: true })
  for (const { name, bytes } of files) writeFileSync(join(indexFolder(spoiled), name), bytes)
  whole = answers(spoiled)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Everything the index can tell, each question on its own: what it says, or that it is damaged. */
function answers(at: string): readonly unknown[] {
  const asked: unknown[] = []
  const ask = (question: () => unknown): void => {
    try {
      asked.push(question())
    } catch (error) {
      if (!(error instanceof CupelError)) throw error
      asked.push(DAMAGED)
    }
  }
  let index: ReturnType<typeof openIndex> = null
  ask(() => (index = openIndex(at)) !== null)
  for (const name of NAMES) {
    ask(() =>
      index
        ?.lookup('npm', name)
        .map(({ ref, affected }) => [index?.record(ref), index?.text(ref), affected, index?.group(index.record(ref))]),
    )
  }
  for (const id of IDS) {
    ask(() => index?.recordsById(id).map((ref) => index?.record(ref)))
    ask(() => index?.signals([id]))
  }
  index = index as ReturnType<typeof openIndex>
  ask(() => index?.state)
  index?.close()
  return asked
}

const DAMAGED = 'damaged'

test('a changed or cut file gives an error or the same answer, never another', () => {
  const spoil = fc.record({
    file: fc.nat(),
    at: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
    kind: fc.constantFrom('bit', 'cut', 'zeros', 'missing'),
    bit: fc.nat({ max: 7 }),
  })
  let found = 0
  let seen = 0
  fc.assert(
    fc.property(spoil, ({ file, at, kind, bit }) => {
      const { name, bytes } = files[file % files.length]!
      const place = Math.floor(at * bytes.length)
      const path = join(indexFolder(spoiled), name)
      const changed = kind === 'cut' ? Buffer.from(bytes.subarray(0, place)) : Buffer.from(bytes)
      if (kind === 'bit') changed[place]! ^= 1 << bit
      if (kind === 'zeros') changed.fill(0, place, Math.min(place + 16, changed.length))
      if (kind === 'missing') rmSync(path)
      else writeFileSync(path, changed)
      const told = answers(spoiled)
      const isOpen = told[0] === true
      for (const [question, answer] of told.entries()) {
        if (answer === DAMAGED || (!isOpen && (answer === undefined || answer === false))) continue
        expect([name, kind, place, question, answer]).toEqual([name, kind, place, question, (whole as unknown[])[question]])
      }
      if (isOpen && !changed.equals(bytes) && !name.startsWith('manifest')) expect(verifyDatabaseFinds(name)).toBe(true)
      if (told.includes(DAMAGED)) found += 1
      seen += 1
      writeFileSync(path, bytes)
    }),
    { seed: 1, numRuns: 250 },
  )
  console.log(`index damage: ${seen} spoiled files, ${found} noticed by the questions asked, 0 wrong answers`)
})

function verifyDatabaseFinds(name: string): boolean {
  const { files: verified } = verifyDatabase(spoiled)
  const stated = verified.find((file) => file.file === name)
  return stated === undefined || stated.fault !== ''
}

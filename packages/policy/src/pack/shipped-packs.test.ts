import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lintPack } from './lint-pack.ts'
import { PackInvalid } from './pack-invalid.ts'
import { readPack } from './read-pack.ts'
import { testPack } from './test-pack.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'data', 'packs')

it.each(readdirSync(FOLDER))('%s reads, passes its tests and has nothing against it', (name) => {
  try {
    const pack = readPack(readFileSync(join(FOLDER, name), 'utf8'), name, { tests: true })
    const { results, untested } = testPack(pack)
    expect(results.filter(({ ok }) => !ok)).toEqual([])
    expect(untested).toEqual([])
    expect(lintPack(pack, { now: new Date('2030-01-01') })).toEqual([])
    expect(`${pack.id}.yaml`).toBe(name)
  } catch (error) {
    if (error instanceof PackInvalid) expect(error.faults).toEqual([])
    throw error
  }
})

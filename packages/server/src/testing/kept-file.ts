import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const CACHE = join(import.meta.dirname, '..', '..', '..', '..', 'node_modules', '.cache', 'cupel-test')

/** Bytes that take seconds to make, kept between runs. Test files that need them at the same time, in one process, each make them. */
export async function keptFile(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const file = join(CACHE, name)
  if (existsSync(file)) return readFileSync(file)
  const made = await make()
  mkdirSync(CACHE, { recursive: true })
  const beside = `${file}.${randomUUID()}`
  writeFileSync(beside, made)
  renameSync(beside, file)
  return made
}

import { nameOf } from '@cupel/source'
import type { ExtractInput } from '../extractor.ts'

const LOCK = /(?:^|\.)conda-lock\.ya?ml$/

/** Whether a lock of conda-lock in the folder of an environment file was made of that file; one that names none of its sources is of all. */
export function isLockedBeside(input: ExtractInput): boolean {
  return input.list('').some((name) => {
    if (!LOCK.test(name)) return false
    const written = /^ {2}sources:[ \t]*\r?\n((?:[ \t]*-[^\n]*\n?)+)/m.exec(input.read(name) ?? '')?.[1]
    if (written === undefined) return true
    return written.split('\n').some((line) => nameOf(line.replace(/^[ \t]*-[ \t]*["']?|["']?[ \t]*\r?$/g, '')) === nameOf(input.path))
  })
}

import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { targetMissing } from '@cupel/model'

/** Evidence is small; what is larger is something else. */
const MAX_EVIDENCE = 64_000_000

/** Bytes of a file that the user named. Throws CupelError when it cannot be read or is no evidence by its size. */
export function readEvidence(file: string, cwd: string): Buffer {
  const path = resolve(cwd, file)
  try {
    const { size } = statSync(path)
    if (size > MAX_EVIDENCE) throw new Error(`it has ${size} bytes; evidence has at most ${MAX_EVIDENCE}`)
    return readFileSync(path)
  } catch (error) {
    throw targetMissing(file, error)
  }
}

/** The single JSON texts of a file: one document, or JSON lines (in-toto bundles). */
export function jsonTexts(bytes: Buffer): readonly Buffer[] {
  const lines = splitLines(bytes)
  const json = lines.length > 1 && lines.every((line) => line[0] === 0x7b && line.at(-1) === 0x7d)
  return json ? lines : [bytes]
}

const MAX_LINES = 10_000

function splitLines(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < bytes.length;) {
    // More than anybody writes: taken for one document, which no reader takes, so that no line is left out in silence.
    if (lines.length === MAX_LINES) return []
    const feed = bytes.indexOf(0x0a, start)
    const end = feed === -1 ? bytes.length : feed
    const line = bytes.subarray(start, bytes[end - 1] === 0x0d ? end - 1 : end)
    if (line.length > 0) lines.push(line)
    start = end + 1
  }
  return lines
}

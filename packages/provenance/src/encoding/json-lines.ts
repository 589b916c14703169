import { Refused } from '../verdict/refused.ts'
import { decodeUtf8 } from './strict-json.ts'

const MAX_LINES = 10_000

/**
 * The documents of a JSON lines file, as in-toto keeps attestations beside an artifact (attestation framework, "Bundle"). A file with one
 * document over several lines, as most tools write a single bundle, is one document. Refuses a file without any.
 */
export function jsonLines(bytes: Uint8Array, what: string): readonly string[] {
  const text = decodeUtf8(bytes, what)
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) throw new Refused('evidence-missing', `${what} is empty`)
  if (lines.length > 1 && !lines.every((line) => line.trimStart().startsWith('{') && line.trimEnd().endsWith('}'))) return [text]
  if (lines.length > MAX_LINES) throw new Refused('limit-exceeded', `${what} holds too many documents`)
  return lines
}

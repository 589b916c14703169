import { extractFile } from '@cupel/inventory'
import type { Extraction, Extractor } from '@cupel/inventory'
import { memoryTree } from '@cupel/source'

/**
 * What a damaged copy of a file must give: the same components without new problems, a problem with effect `incomplete`, or —
 * where the damage may still leave a whole document — no component lost without such a problem.
 */
type Expectation = 'same' | 'problem' | 'no-silent-loss'

export interface Mutant {
  /** What was done, with its place, so that a failure can be repeated. */
  readonly kind: string
  readonly bytes: Uint8Array
  readonly expect: Expectation
}

export interface MutationOptions {
  readonly seed?: number
  /** Copies of each random kind; default 20. */
  readonly copies?: number
  /** Not text: no line ends, byte order marks or conflict markers. */
  readonly binary?: boolean
  /** The same file with a format version that does not exist; a problem is demanded. */
  readonly unknownVersion?: (text: string) => string
  /** Further files of the tree (manifests beside the lock). */
  readonly beside?: Readonly<Record<string, string | Uint8Array>>
  /** Tells cuts that leave a whole, shorter document of a grammar without an end mark; such a loss cannot be seen. */
  readonly wholeAfterCut?: (text: string) => boolean
}

/** Seeded damage to a file: cuts, doubling, conflict markers, noise, unknown version, byte order mark, CRLF, deep nesting. */
export function mutants(original: string | Uint8Array, options: MutationOptions = {}): readonly Mutant[] {
  const { seed = 1, copies = 20, binary = false } = options
  const bytes = typeof original === 'string' ? new TextEncoder().encode(original) : Uint8Array.from(original)
  const random = randomFrom(seed)
  const place = (): number => Math.floor(random() * bytes.length)
  const made: Mutant[] = [{ kind: 'empty', bytes: new Uint8Array(0), expect: 'no-silent-loss' }]
  for (let copy = 0; copy < copies; copy++) {
    const cut = place()
    made.push({ kind: `cut at ${cut}`, bytes: bytes.slice(0, cut), expect: 'no-silent-loss' })
    const noise = place()
    made.push({ kind: `noise at ${noise}`, bytes: noisy(bytes, noise, random), expect: 'no-silent-loss' })
  }
  if (binary) return made
  const text = new TextDecoder().decode(bytes)
  const written = (kind: string, changed: string, expect: Expectation): void =>
    void made.push({ kind, bytes: new TextEncoder().encode(changed), expect })
  for (let copy = 0; copy < copies; copy++) {
    const invalid = place()
    made.push({ kind: `invalid UTF-8 at ${invalid}`, bytes: joined(bytes, invalid, [0xff, 0xc0]), expect: 'problem' })
    const control = place()
    made.push({ kind: `NUL at ${control}`, bytes: joined(bytes, control, [0]), expect: 'no-silent-loss' })
    const line = lineStart(text, Math.floor(random() * text.length))
    written(`conflict at ${line}`, withConflict(text, line), 'problem')
  }
  written('doubled', text + text, 'no-silent-loss')
  written('doubled with a document mark', `${text}\n---\n${text}`, 'no-silent-loss')
  written('byte order mark', '\ufeff' + text, 'same')
  written('CRLF', text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'), 'same')
  written('deep array', '['.repeat(10_000), 'problem')
  written('deep object', '{"a":'.repeat(10_000), 'problem')
  written('deep text after the file', text + '\n' + '{"a":['.repeat(10_000), 'no-silent-loss')
  written('long line', 'x'.repeat(1_000_000), 'no-silent-loss')
  written('deep indent', deepIndent(2_000), 'no-silent-loss')
  if (options.unknownVersion !== undefined) written('unknown version', options.unknownVersion(text), 'problem')
  return made
}

/** Runs an extractor over every mutant of one file; the answer lists what went wrong and is empty when nothing did. */
export function mutationFaults(
  extractor: Extractor,
  path: string,
  original: string | Uint8Array,
  options: MutationOptions = {},
): readonly string[] {
  const run = (content: string | Uint8Array): Extraction => extractFile(memoryTree({ ...options.beside, [path]: content }), extractor, path)
  const before = run(original)
  const faults: string[] = []
  for (const { kind, bytes, expect } of mutants(original, options)) {
    const after = run(bytes)
    const fault = faultOf(before, after, expect)
    const cut = kind.startsWith('cut') && options.wholeAfterCut?.(new TextDecoder().decode(bytes)) === true
    // A damaged digit of a binary file is still a digit: the package is there, with another version.
    const altered = options.binary === true && kind.startsWith('noise') && after.components.length >= before.components.length
    if (fault !== '' && !((cut || altered) && fault.startsWith('lost'))) faults.push(`${kind}: ${fault}`)
  }
  return faults
}

function faultOf(before: Extraction, after: Extraction, expect: Expectation): string {
  const internal = after.problems.find((problem) => problem.code === 'internal')
  if (internal !== undefined) return `threw: ${internal.detail}`
  const lost = lostOf(before, after)
  const reported = after.problems.some((problem) => problem.effect === 'incomplete')
  if (expect === 'problem' && !reported) return 'no problem reported'
  if (expect === 'same' && lost.length > 0) return `lost ${lost.slice(0, 3).join(', ')}`
  if (expect === 'same' && after.problems.length > before.problems.length) return `new problem: ${after.problems.at(-1)?.detail}`
  if (!reported && !before.problems.some((problem) => problem.effect === 'incomplete') && lost.length > 0) {
    return after.problems.length > 0 && after.components.length === 0 ? '' : `lost silently: ${lost.slice(0, 3).join(', ')}`
  }
  return ''
}

function lostOf(before: Extraction, after: Extraction): readonly string[] {
  const kept = new Set(after.components.map((component) => component.purl))
  return before.components.map((component) => component.purl).filter((purl) => !kept.has(purl))
}

/** Bytes that no text holds, put over what was there. */
function noisy(bytes: Uint8Array, at: number, random: () => number): Uint8Array {
  const copy = bytes.slice()
  for (let offset = at; offset < Math.min(bytes.length, at + 8); offset++) copy[offset] = 0x80 + Math.floor(random() * 0x80)
  return copy
}

function joined(bytes: Uint8Array, at: number, inserted: readonly number[]): Uint8Array {
  const longer = new Uint8Array(bytes.length + inserted.length)
  longer.set(bytes.subarray(0, at))
  longer.set(inserted, at)
  longer.set(bytes.subarray(at), at + inserted.length)
  return longer
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

function withConflict(text: string, at: number): string {
  const end = text.indexOf('\n', at) + 1 || text.length
  const line = text.slice(at, end)
  return `${text.slice(0, at)}<<<<<<< HEAD\n${line}=======\n${line}>>>>>>> other\n${text.slice(end)}`
}

function deepIndent(depth: number): string {
  let text = ''
  for (let level = 0; level < depth; level++) text += ' '.repeat(level) + 'a:\n'
  return text
}

/** mulberry32: small, seeded, good enough to choose places. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

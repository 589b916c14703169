/** A text's code units, laid out as numbers at once: asking a text that was just made for one after the other is slow. */
const units = new Uint16Array(256)
const bytes = Buffer.from(units.buffer)
/** The text laid out there: an id is hashed several times in turn, for each table that may know it. */
let laidOut = ''

// Taken once: before V8's optimizing compiler sets in, the way to it costs as much as itself.
const { imul } = Math

/** FNV-1a over UTF-16 code units with murmur3's final mix: the place of a key in the index's tables. Not for trust. */
export function hash32(text: string, seed = 0x811c9dc5): number {
  const { length } = text
  if (length > units.length) return mixed(hashLong(text, seed))
  if (text !== laidOut) bytes.write((laidOut = text), 'utf16le')
  let hash = seed
  for (let index = 0; index < length; index += 1) hash = imul(hash ^ (units[index] as number), 0x01000193)
  return mixed(hash)
}

function hashLong(text: string, seed: number): number {
  let hash = seed
  for (let index = 0; index < text.length; index += 1) hash = imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

function mixed(hash: number): number {
  const half = imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const whole = imul(half ^ (half >>> 13), 0xc2b2ae35)
  return (whole ^ (whole >>> 16)) >>> 0
}

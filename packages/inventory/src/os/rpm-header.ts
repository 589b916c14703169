/** What cupel reads of the header of an installed rpm. Empty texts: not stated. */
export interface RpmRecord {
  readonly name: string
  readonly epoch: number
  readonly version: string
  readonly release: string
  readonly architecture: string
  readonly license: string
  /** File name of the source package. */
  readonly sourceRpm: string
  /** `name:stream:version:context:arch` of the module it was built in. */
  readonly modularity: string
  readonly requires: readonly string[]
  readonly provides: readonly string[]
}

/** A header that breaks the rules of its format; the message says which. */
export class RpmHeaderInvalid extends Error {
  override readonly name = 'RpmHeaderInvalid'
}

const NAME = 1000
const VERSION = 1001
const RELEASE = 1002
const EPOCH = 1003
const LICENSE = 1014
const ARCH = 1022
const SOURCERPM = 1044
const PROVIDENAME = 1047
const REQUIRENAME = 1049
const MODULARITYLABEL = 5096

const INT32 = 4
const STRING = 6
const STRING_ARRAY = 8
const I18N_STRING = 9
/** Bytes a value of each type has at least: null, char, int8, int16, int32, int64, string, binary, string array, i18n string. */
const LEAST_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 1, 1]
/** rpm's own bounds of a header. */
const MAX_ENTRIES = 0xffff
const MAX_DATA = 0x0fffffff

interface Entry {
  readonly type: number
  readonly offset: number
  readonly count: number
}

/**
 * Reads a header as package databases keep it (RPM V4 "Header structure", without the magic): big-endian counts, an index of
 * 16-byte entries, a data area. Every entry must lie in the data area; throws RpmHeaderInvalid otherwise.
 */
export function parseRpmHeader(blob: Buffer): RpmRecord {
  if (blob.length < 8) throw new RpmHeaderInvalid('shorter than its own counts')
  const entryCount = blob.readUInt32BE(0)
  const dataLength = blob.readUInt32BE(4)
  if (entryCount === 0 || entryCount > MAX_ENTRIES || dataLength > MAX_DATA) throw new RpmHeaderInvalid('impossible counts')
  const dataStart = 8 + entryCount * 16
  if (dataStart + dataLength > blob.length) throw new RpmHeaderInvalid('longer than the record that holds it')
  const data = blob.subarray(dataStart, dataStart + dataLength)
  const entries = new Map<number, Entry>()
  for (let at = 8; at < dataStart; at += 16) {
    const tag = blob.readUInt32BE(at)
    const entry = { type: blob.readUInt32BE(at + 4), offset: blob.readUInt32BE(at + 8), count: blob.readUInt32BE(at + 12) }
    const least = LEAST_BYTES[entry.type]
    if (least === undefined) throw new RpmHeaderInvalid(`entry of unknown type ${entry.type}`)
    if (entry.offset + entry.count * least > dataLength) throw new RpmHeaderInvalid(`entry ${tag} lies outside the data`)
    // Tags below 100 are about the header itself: its regions, which only sign a part of the entries.
    if (tag >= 100 && !entries.has(tag)) entries.set(tag, entry)
  }
  const text = (tag: number) => textsAt(data, entries.get(tag), 1)[0] ?? ''
  const record = {
    name: text(NAME),
    epoch: numberAt(data, entries.get(EPOCH)),
    version: text(VERSION),
    release: text(RELEASE),
    architecture: text(ARCH),
    license: text(LICENSE),
    sourceRpm: text(SOURCERPM),
    modularity: text(MODULARITYLABEL),
    requires: textsAt(data, entries.get(REQUIRENAME)),
    provides: textsAt(data, entries.get(PROVIDENAME)),
  }
  if (record.name === '' || record.version === '') throw new RpmHeaderInvalid('a package without name or version')
  return record
}

function numberAt(data: Buffer, entry: Entry | undefined): number {
  return entry?.type === INT32 && entry.count > 0 ? data.readUInt32BE(entry.offset) : 0
}

function textsAt(data: Buffer, entry: Entry | undefined, most = Number.POSITIVE_INFINITY): readonly string[] {
  if (entry === undefined || (entry.type !== STRING && entry.type !== STRING_ARRAY && entry.type !== I18N_STRING)) return []
  const texts: string[] = []
  let at = entry.offset
  for (let count = Math.min(entry.count, most); count > 0; count--) {
    const end = data.indexOf(0, at)
    if (end < 0) throw new RpmHeaderInvalid('a text without end')
    texts.push(data.toString('utf8', at, end))
    at = end + 1
  }
  return texts
}

import { folderOf, nameOf } from '@cupel/source'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { fileKinds } from '../files/file-kinds.ts'
import { isExample } from '../files/is-example.ts'
import { isTestData } from '../files/is-test-data.ts'
import { entropyOf } from './entropy.ts'
import { executableFormat } from './executable-format.ts'
import type { ExecutableFormat } from './executable-format.ts'
import { sourceOf } from './source-of.ts'
import { sweepingLines, unpackings } from './unpacking.ts'
import type { Unpacking } from './unpacking.ts'

/**
 * - `planted`: a file of test data, or one that says to be something else, that the build unpacks and runs
 * - `unexplained`: a program outside test data with no source that it could come from
 * - `built`: a program whose source stands in the tree; still better built than stored
 * - `test-data`: a program among test data that no build touches
 */
export type BinaryVerdict = 'planted' | 'unexplained' | 'built' | 'test-data'

export interface TriagedBinary {
  readonly path: string
  readonly verdict: BinaryVerdict
  readonly format: string
  /** One sentence without a full stop. */
  readonly reason: string
  /** The line of a build script that takes it up. */
  readonly usedBy: Unpacking | null
  readonly source: string
}

const COMPRESSED = new Set(['gzip', 'bzip2', 'xz', 'lzip', 'lzma', 'zstd', '7z', 'rar', 'compress', 'tar', 'zip'])
const SAMPLE = 64 * 1024

/** Every file that runs, and every packed or encoded one that a build script takes up. */
export const triageBinaries = reading((facts): readonly TriagedBinary[] => {
  const found: TriagedBinary[] = []
  for (const path of facts.files.paths) {
    const one = triage(facts, path)
    if (one !== null) found.push(one)
  }
  return found
})

function triage(facts: Facts, path: string): TriagedBinary | null {
  const kind = fileKinds(facts).get(path)
  if (kind === undefined || kind.size <= 0) return null
  const inTests = isExample(path) || isTestData(path)
  const format = kind.text ? null : executableFormat(facts.files, path)
  if (format !== null) return executable(facts, path, format, inTests)
  return payload(facts, path, inTests)
}

function executable(facts: Facts, path: string, format: ExecutableFormat, inTests: boolean): TriagedBinary | null {
  const named = `${format.format} ${format.kind}`
  const used = unpackings(facts, path).find(({ runs }) => runs) ?? null
  const source = sourceOf(facts, path, format)
  const disguised = isDisguised(path)
  if (disguised)
    return { path, verdict: 'planted', format: named, reason: 'a program whose name says that it is something else', usedBy: used, source }
  if (inTests && used !== null && folderOf(used.script) !== folderOf(path) && !isExample(used.script))
    return { path, verdict: 'planted', format: named, reason: 'a program among test data that the build takes up', usedBy: used, source }
  if (source !== '')
    return { path, verdict: 'built', format: named, reason: 'a program whose source stands in the tree', usedBy: used, source }
  if (inTests)
    return { path, verdict: 'test-data', format: named, reason: 'a program among test data that no build takes up', usedBy: null, source }
  return { path, verdict: 'unexplained', format: named, reason: 'a program without source in the tree', usedBy: used, source }
}

const PLAIN =
  /\.(?:txt|md|json|csv|tsv|log|png|jpe?g|gif|bmp|ico|svg|webp|mp3|mp4|wav|ogg|ttf|otf|woff2?|pdf|html?|css|xml|ya?ml|toml|ini|conf|dat|bin|db|sqlite|po|pot|mo)$/i
const DATA = /\.(?:dat|bin|db|img)$/i

/** Names of texts and pictures that no program has. */
function isDisguised(path: string): boolean {
  return PLAIN.test(path) && !DATA.test(path)
}

/** Files that are packed, encrypted or corrupt: of interest only when a build script takes them up and runs what comes out. */
function payload(facts: Facts, path: string, inTests: boolean): TriagedBinary | null {
  const kind = fileKinds(facts).get(path)
  if (kind === undefined || kind.size < 64) return null
  const packed = COMPRESSED.has(kind.magic)
  const encoded = kind.text && kind.size > 400 && isEncoded(facts, path)
  const opaque =
    !kind.text &&
    !packed &&
    (inTests || /\.(?:bin|dat|db|img|raw|blob|o|obj)$/i.test(path)) &&
    entropyOf(facts.files.bytes(path, 0, SAMPLE)) > 7.2
  const odd = !kind.text && !packed && !opaque && inTests
  if (!packed && !encoded && !opaque && !odd) return null
  const used = unpackings(facts, path).find(({ runs, script }) => runs && isBuild(script))
  const swept = used === undefined && (inTests || encoded) ? sweepingLines(facts).find(({ script }) => isBuild(script)) : undefined
  const by = used ?? swept
  if (by === undefined) return null
  const what = packed ? `${kind.magic} archive` : encoded ? 'encoded text' : 'opaque data'
  const where = inTests ? 'test data' : 'a file'
  return { path, verdict: 'planted', format: what, reason: `${where} that a build script unpacks and runs`, usedBy: by, source: '' }
}

/** Scripts of the build, not the test programs that read their own data. */
function isBuild(script: string): boolean {
  return (
    !isExample(script) ||
    /(?:^|\/)(?:makefile[^/]*|[^/]+\.(?:m4|am|mk|cmake)|cmakelists\.txt|meson\.build|build\.rs)$/i.test(script) ||
    script.startsWith('.github/')
  )
}

const ENCODED_LINE =
  /^[A-Za-z0-9+/=_-]{60,}$|^(?:[0-9a-fA-F]{2}[\s:,]?){40,}$|^(?:\\x[0-9a-fA-F]{2}){20,}$|^begin \d{3} |^M[\x20-\x60]{60}$/

function isEncoded(facts: Facts, path: string): boolean {
  if (
    /\.(?:lock|sum|snap|map|svg|pem|crt|cer|key|pub|asc|sig|patch|diff|min\.js)$|(?:^|\/)(?:package-lock\.json|yarn\.lock|go\.sum)$/i.test(
      nameOf(path),
    )
  )
    return false
  const head = Buffer.from(facts.files.bytes(path, 0, 8192)).toString('latin1')
  if (head.includes('-----BEGIN ')) return false
  const lines = head
    .split('\n')
    .slice(0, 80)
    .filter((line) => line.trim() !== '')
  if (lines.length === 0) return false
  const encoded = lines.filter((line) => ENCODED_LINE.test(line.slice(0, 400).trim()) && !/^[a-z]+$/i.test(line)).length
  return encoded / lines.length > 0.6
}

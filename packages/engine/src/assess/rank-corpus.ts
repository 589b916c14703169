import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { corpusOfGraphs, rankDependence, readDebianIndex } from '@cupel/assess'
import type { DependenceCorpus, DependenceRank } from '@cupel/assess'
import { documentInvalid, targetMissing } from '@cupel/model'
import type { Problem } from '@cupel/model'
import { ArchiveRefused, bufferAccess, unzstd } from '@cupel/source'
import { takeInventory } from '../take-inventory.ts'

const MAX_BYTES = 1_000_000_000

export interface RankRequest {
  readonly cwd: string
  readonly top: number
  /** Count each version as a package of its own. */
  readonly versions: boolean
}

export interface CorpusRanking {
  /** Packages of the corpus, and graphs they stand in. */
  readonly packages: number
  readonly graphs: number
  readonly ranks: readonly DependenceRank[]
  readonly problems: readonly Problem[]
}

/** Ranks packages by how many others stand on them, over Debian indexes, folders of lock files and SBOMs, all taken together. */
export async function rankCorpus(paths: readonly string[], { cwd, top, versions }: RankRequest): Promise<CorpusRanking> {
  const corpora: DependenceCorpus[] = []
  const problems: Problem[] = []
  for (const path of paths) {
    const index = debianIndex(path, cwd)
    if (index !== null) {
      const read = readDebianIndex(index, path)
      corpora.push(read.corpus)
      problems.push(...read.problems)
      continue
    }
    const inventory = await takeInventory(path, { cwd })
    corpora.push(corpusOfGraphs(inventory.graphs, { versions }))
    problems.push(...inventory.problems)
  }
  const corpus = joined(corpora)
  return { packages: corpus.names.length, graphs: corpus.graphs.length, ranks: rankDependence(corpus, top), problems }
}

/** Text of a Debian `Packages` index, packed or not; null for anything else. */
function debianIndex(path: string, cwd: string): string | null {
  const file = resolve(cwd, path)
  try {
    const { size } = statSync(file)
    if (statSync(file).isDirectory()) return null
    const named = /(?:^|[/_])Packages(?:\.\w{2,4})?$/.test(path)
    if (size > MAX_BYTES) {
      if (named) throw documentInvalid(path, `larger than ${MAX_BYTES} bytes`)
      return null
    }
    const bytes = readFileSync(file)
    if (named) refuseUnreadable(bytes, path)
    const text = (named ? unpacked(bytes, path) : bytes).toString('utf8')
    return named || /^Package: \S/.test(text.slice(0, 200)) ? text : null
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw targetMissing(path, error)
    throw error
  }
}

/** Packings that Node cannot undo; apt keeps its own lists in the last. */
const UNREADABLE: readonly (readonly [magic: string, name: string, unpack: string])[] = [
  ['fd377a58', 'xz', 'xz -dc'],
  ['425a68', 'bzip2', 'bzip2 -dc'],
  ['04224d18', 'lz4', '/usr/lib/apt/apt-helper cat-file'],
]

function refuseUnreadable(bytes: Buffer, path: string): void {
  const magic = bytes.subarray(0, 4).toString('hex')
  const packed = UNREADABLE.find(([start]) => magic.startsWith(start))
  if (packed === undefined) return
  throw documentInvalid(path, `${packed[1]} data cannot be read here`, { hint: `${packed[2]} ${path} > Packages, then rank that` })
}

function unpacked(bytes: Buffer, path: string): Buffer {
  const magic = bytes.subarray(0, 4).toString('hex')
  try {
    if (magic.startsWith('1f8b')) return gunzipSync(bytes, { maxOutputLength: MAX_BYTES })
    return magic === '28b52ffd' ? Buffer.from(unzstd(bufferAccess(bytes), MAX_BYTES)) : bytes
  } catch (error) {
    if (error instanceof ArchiveRefused || (error instanceof Error && 'code' in error))
      throw documentInvalid(path, `the packed data is damaged or too large: ${error.message}`, { cause: error })
    throw error
  }
}

/** One corpus of several: a package of the same name is the same package. */
function joined(corpora: readonly DependenceCorpus[]): DependenceCorpus {
  const [only] = corpora
  if (corpora.length === 1 && only !== undefined) return only
  const numbers = new Map<string, number>()
  const graphs = corpora.flatMap(({ names, graphs: own }) => {
    const numberOf = names.map((name) => {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, numbers.size)
      return numbers.size - 1
    })
    return own.map((graph) => ({ ...graph, nodes: graph.nodes.map((node) => numberOf[node] ?? 0) }))
  })
  return { names: [...numbers.keys()], graphs }
}

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { PurlInvalid, canonicalPurl, targetMissing } from '@cupel/model'
import type { Problem } from '@cupel/model'
import { oneSpelling } from '@cupel/policy'
import { Refused } from '@cupel/provenance'
import { fileTree, folderTree, nameOf, ReadFailed } from '@cupel/source'
import type { OpenFile, Tree } from '@cupel/source'
import { BESIDE, SIGNATURES } from '../artifact-evidence.ts'
import { signatureKindOf } from '../check-signature-file.ts'
import { givenArtifact } from '../given-artifact.ts'
import { jsonTexts } from '../read-evidence.ts'
import type { EvidencePiece } from './evidence-piece.ts'
import { readPieces } from './evidence-piece.ts'

/** What some folders hold as evidence, by what it says it is about. Only pieces about what was asked for are kept. */
export interface EvidenceStore {
  /** Pieces that name this digest, `algorithm:hex`. */
  about(digest: string): readonly EvidencePiece[]
  /** Pieces that name this package and version, whatever digest they give; the purl without qualifiers. */
  naming(purl: string): readonly EvidencePiece[]
  /** All pieces found, also those about something else. */
  readonly count: number
  readonly problems: readonly Problem[]
}

export interface EvidenceQuery {
  /** `algorithm:hex` */
  readonly digests: ReadonlySet<string>
  /** purls without qualifiers. */
  readonly purls: ReadonlySet<string>
  readonly cwd: string
}

const MAX_FILE = 256_000_000
const MAX_TOTAL = 4_000_000_000
/** Keys of which every piece of evidence in JSON has one; other documents are not parsed. */
const MARKS = [
  '"mediaType"',
  '"verificationMaterial"',
  '"payloadType"',
  '"attestation_bundles"',
  '"verification_material"',
  '"attestations"',
]
/** Keys of what registries say about all releases of a package, which is read under its name. */
const LISTINGS = [
  ['"versions"', '"dist"'],
  ['"files"', '"filename"'],
]
const ENDINGS = [...BESIDE, ...SIGNATURES, '.publish.attestation', '.provenance', '.attestations.json']

/**
 * Reads all evidence in files and folders. What is no evidence is passed over; evidence that cannot be read is a problem that lowers the
 * verdict. Links are followed only inside a folder. Throws CupelError when a place is not there.
 */
export function readEvidenceStore(places: readonly string[], query: EvidenceQuery): EvidenceStore {
  const store = new Store(query)
  for (const place of places) store.read(place)
  if (store.isEmpty && places.length > 0) {
    const detail = `there is no evidence in ${places.join(', ')} that cupel understands`
    store.problems.push({ code: 'include-missing', effect: 'incomplete', path: '', detail, by: 'trust' })
  }
  return store
}

class Store implements EvidenceStore {
  readonly problems: Problem[] = []
  readonly #query: EvidenceQuery
  readonly #about = new Map<string, EvidencePiece[]>()
  readonly #naming = new Map<string, EvidencePiece[]>()
  #total = 0
  #listings = 0
  count = 0

  constructor(query: EvidenceQuery) {
    this.#query = query
  }

  get isEmpty(): boolean {
    return this.count + this.#listings === 0
  }

  about(digest: string): readonly EvidencePiece[] {
    return this.#about.get(digest) ?? []
  }

  naming(purl: string): readonly EvidencePiece[] {
    return this.#naming.get(purl) ?? []
  }

  read(place: string): void {
    const path = resolve(this.#query.cwd, place)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined || !(stat.isFile() || stat.isDirectory())) throw targetMissing(place)
    let tree: Tree
    try {
      tree = stat.isFile() ? fileTree(path) : folderTree(path)
    } catch (error) {
      throw targetMissing(place, error)
    }
    const shown = (file: string): string => (stat.isFile() || file === '' ? place : `${place.replace(/\/+$/, '')}/${file}`)
    tree.walk(
      ({ path: folder, files, links = [], folders }) => {
        for (const name of [...files, ...links]) this.#file(tree, folder === '' ? name : `${folder}/${name}`, { path, shown })
        return folders
      },
      (problem) => this.problems.push({ ...problem, path: shown(problem.path), by: 'trust' }),
    )
  }

  #file(tree: Tree, file: string, { path, shown }: { readonly path: string; readonly shown: (file: string) => string }): void {
    const source = shown(file)
    try {
      const opened = tree.open(file)
      if (opened === null) return
      let text: Buffer | null
      try {
        text = this.#textOf(opened, file, source)
      } finally {
        opened.close()
      }
      if (text === null) return
      const beside = this.#besideOf(tree, file, path)
      if (signatureKindOf(text) === null) this.#documents(text, { source, beside })
      else if (beside !== '') this.#signature(text, { source, beside })
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof ReadFailed)) throw error
      this.problems.push(problemOf(error, source))
    }
  }

  /** Null for what no evidence looks like. */
  #textOf(opened: OpenFile, file: string, source: string): Buffer | null {
    const head = Buffer.from(opened.read(0, 256))
    const json = /^\s*\{/.test(head.toString('latin1'))
    if (!json && !(signatureKindOf(head) !== null && SIGNATURES.some((ending) => file.endsWith(ending)))) return null
    if (opened.size > MAX_FILE || this.#total + opened.size > MAX_TOTAL) {
      const detail = opened.size > MAX_FILE ? `it is larger than ${MAX_FILE} bytes` : `there are more than ${MAX_TOTAL} bytes of evidence`
      this.problems.push({
        code: 'limit-exceeded',
        effect: 'incomplete',
        path: source,
        detail: `not read as evidence: ${detail}`,
        by: 'trust',
      })
      return null
    }
    this.#total += opened.size
    return Buffer.from(opened.read(0, opened.size))
  }

  #besideOf(tree: Tree, file: string, root: string): string {
    const ending = ENDINGS.find((one) => file.endsWith(one))
    if (ending === undefined || tree.kind !== 'folder') return ''
    const artifact = file.slice(0, -ending.length)
    if (nameOf(artifact) === '') return ''
    const opened = tree.open(artifact)
    opened?.close()
    return opened === null ? '' : resolve(root, artifact)
  }

  #documents(text: Buffer, { source, beside }: Pick<EvidencePiece, 'source' | 'beside'>): void {
    if (LISTINGS.some((marks) => marks.every((mark) => text.includes(mark)))) this.#listings++
    if (!MARKS.some((mark) => text.includes(mark))) return
    const texts = jsonTexts(text)
    for (const [at, one] of texts.entries()) {
      const place = texts.length === 1 ? source : `${source}:${at + 1}`
      try {
        for (const piece of readPieces(one, 'the evidence') ?? []) this.#add({ ...piece, source: place, beside })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        this.problems.push(problemOf(error, place))
      }
    }
  }

  #signature(text: Buffer, { source, beside }: Pick<EvidencePiece, 'source' | 'beside'>): void {
    this.#add({ kind: 'signature', text, source, beside, subjects: new Map() })
  }

  #add(given: EvidencePiece): void {
    this.count++
    const piece = given.beside === '' ? given : { ...given, subjects: withDigestsOf(given.beside, given.subjects) }
    const named = new Set<string>()
    for (const [digest, names] of piece.subjects) {
      if (this.#query.digests.has(digest)) push(this.#about, digest, piece)
      for (const name of names) {
        const purl = plainPurl(name)
        if (purl !== null && this.#query.purls.has(purl)) named.add(purl)
      }
    }
    for (const purl of named) push(this.#naming, purl, piece)
  }
}

/** Evidence that lies beside its artifact may name it by another digest than a lock file does. */
function withDigestsOf(path: string, subjects: EvidencePiece['subjects']): EvidencePiece['subjects'] {
  const own = Object.entries(givenArtifact(path, '/').digests).map(([algorithm, hex]) => `${algorithm}:${hex}`)
  const names = [...new Set(own.flatMap((digest) => subjects.get(digest) ?? []))]
  return new Map([...subjects, ...own.map((digest) => [digest, names] as const)])
}

function push(map: Map<string, EvidencePiece[]>, key: string, piece: EvidencePiece): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [piece])
  else known.push(piece)
}

function problemOf(error: Error, path: string): Problem {
  const code = error instanceof Refused ? 'malformed' : 'unreadable'
  return { code, effect: 'incomplete', path, detail: `not read as evidence: ${error.message}`, by: 'trust' }
}

/** The canonical purl without qualifiers and subpath, in one spelling for one package; null for any other text. */
export function plainPurl(text: string): string | null {
  if (!/^pkg:/i.test(text)) return null
  try {
    return oneSpelling(canonicalPurl(text.replace(/[?#].*$/s, '')))
  } catch (error) {
    if (error instanceof PurlInvalid) return null
    throw error
  }
}

import { DocumentInvalid } from '@cupel/formats'
import { folderOf, nameOf, resolvePath } from '@cupel/source'
import type { Collector, ExtractInput } from '../extractor.ts'
import { parsePom } from './parse-pom.ts'
import type { Pom } from './pom.ts'

export interface PlacedPom {
  readonly pom: Pom
  /** Relative to the tree. */
  readonly path: string
}

/** POMs of the tree by path, each read once; null for what is absent or broken (noted: its own extraction reports it). */
export class PomTree {
  readonly #input: ExtractInput
  readonly #out: Collector
  readonly #read = new Map<string, PlacedPom | null>()
  readonly #listed = new Map<string, ReadonlySet<string>>()

  constructor(input: ExtractInput, out: Collector) {
    this.#input = input
    this.#out = out
  }

  /** `relative` is taken from the folder of the POM at `from`; a folder stands for its pom.xml. */
  at(from: string, relative: string): PlacedPom | null {
    const path = resolvePath(folderOf(from), relative.replaceAll('\\', '/'))
    if (path === null) return null
    return this.#load(path) ?? this.#load(path === '' ? 'pom.xml' : `${path}/pom.xml`)
  }

  /** Whether there is a file at that place, or a folder with a pom.xml, without reading it. */
  has(from: string, relative: string): boolean {
    const path = resolvePath(folderOf(from), relative.replaceAll('\\', '/'))
    return path !== null && (this.#isFile(path) || this.#isFile(path === '' ? 'pom.xml' : `${path}/pom.xml`))
  }

  #load(path: string): PlacedPom | null {
    const known = this.#read.get(path)
    if (known !== undefined) return known
    const text = this.#isFile(path) ? this.#input.read(this.#fromInput(path)) : null
    const placed = text === null ? null : this.#parse(text, path)
    this.#read.set(path, placed)
    return placed
  }

  #isFile(path: string): boolean {
    return path !== '' && this.#isFolder(folderOf(path)) && this.#names(folderOf(path)).has(nameOf(path))
  }

  /** Asks the listing above first: most places that are looked at do not exist. */
  #isFolder(path: string): boolean {
    return path === '' || (this.#isFolder(folderOf(path)) && this.#names(folderOf(path)).has(nameOf(path) + '/'))
  }

  #names(folder: string): ReadonlySet<string> {
    let names = this.#listed.get(folder)
    if (names === undefined) this.#listed.set(folder, (names = new Set(this.#input.list(this.#fromInput(folder)))))
    return names
  }

  #parse(text: string, path: string): PlacedPom | null {
    try {
      const { root, pom } = parsePom(text)
      return root === 'project' ? { pom, path } : null
    } catch (error) {
      if (!(error instanceof DocumentInvalid)) throw error
      this.#out.problem({ code: 'include-missing', effect: 'note', path, detail: `this POM could not be read: ${error.message}` })
      return null
    }
  }

  #fromInput(path: string): string {
    const folder = folderOf(this.#input.path)
    return '../'.repeat(folder === '' ? 0 : folder.split('/').length) + path
  }
}

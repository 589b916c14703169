import { DocumentInvalid, readXml } from '@cupel/formats'
import { folderOf, nameOf, resolvePath } from '@cupel/source'
import type { Collector, ExtractInput } from '../extractor.ts'
import type { Pom } from './pom.ts'
import { readPom } from './pom.ts'

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

  /** Whether there is a POM at that place, without reading it. */
  has(from: string, relative: string): boolean {
    const path = resolvePath(folderOf(from), relative.replaceAll('\\', '/'))
    if (path === null) return false
    const beside = this.#input.list(this.#fromInput(folderOf(path)))
    return beside.includes(nameOf(path)) || this.#input.list(this.#fromInput(path)).includes('pom.xml')
  }

  #load(path: string): PlacedPom | null {
    const known = this.#read.get(path)
    if (known !== undefined) return known
    const text = path === '' ? null : this.#input.read(this.#fromInput(path))
    const placed = text === null ? null : this.#parse(text, path)
    this.#read.set(path, placed)
    return placed
  }

  #parse(text: string, path: string): PlacedPom | null {
    try {
      const root = readXml(text, { doctype: 'ignore' })
      return root.name === 'project' ? { pom: readPom(root), path } : null
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

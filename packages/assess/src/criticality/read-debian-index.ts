import type { Problem } from '@cupel/model'
import type { DependenceCorpus } from './dependence-corpus.ts'

export interface DebianIndexRead {
  readonly corpus: DependenceCorpus
  readonly problems: readonly Problem[]
}

/** Packages of one index; Debian has some 60,000 an architecture. */
const MAX_PACKAGES = 1_000_000
const MAX_RELATION = 100_000

/**
 * Reads a Debian `Packages` index (deb-control(5), Debian Policy §7). An edge for every `Depends` and `Pre-Depends`; of
 * alternatives the first that is a package of the index counts, else the first that some package provides (its first provider in
 * the index), else the relation cannot be met here and gives none. A package that stands several times has the relations of all.
 */
export function readDebianIndex(text: string, source: string): DebianIndexRead {
  const problems: Problem[] = []
  const problem = (code: Problem['code'], line: number, detail: string): void => {
    problems.push({ code, effect: 'incomplete', path: source, line, detail, by: 'debian-index' })
  }
  const numbers = new Map<string, number>()
  const names: string[] = []
  const providers = new Map<string, number>()
  const relations: { readonly of: number; readonly text: string }[] = []

  for (const stanza of stanzas(text)) {
    const name = stanza.fields.get('package')
    if (name === undefined || !/^[a-z0-9][a-z0-9+.-]{0,200}$/.test(name)) {
      problem('malformed', stanza.line, 'a stanza without a valid package name')
      continue
    }
    let number = numbers.get(name)
    if (number === undefined) {
      if (names.length >= MAX_PACKAGES) {
        problem('limit-exceeded', stanza.line, `more than ${MAX_PACKAGES} packages`)
        break
      }
      number = names.push(name) - 1
      numbers.set(name, number)
    }
    for (const field of ['pre-depends', 'depends']) {
      const value = stanza.fields.get(field)
      if (value === undefined) continue
      if (value.length > MAX_RELATION) problem('limit-exceeded', stanza.line, `a ${field} field of more than ${MAX_RELATION} characters`)
      else relations.push({ of: number, text: value })
    }
    for (const provided of (stanza.fields.get('provides') ?? '').slice(0, MAX_RELATION).split(',')) {
      const virtual = packageOf(provided)
      if (virtual !== '' && !providers.has(virtual)) providers.set(virtual, number)
    }
  }
  if (names.length === 0) problem('entries-lost', 1, 'the index has no package')

  const edges: number[] = []
  for (const { of, text: relation } of relations) {
    for (const group of relation.split(',')) {
      const alternatives = group.split('|').map(packageOf)
      const target = first(alternatives, numbers) ?? first(alternatives, providers)
      if (target !== undefined && target !== of) edges.push(of, target)
    }
  }
  return {
    corpus: { names, graphs: [{ source, nodes: Int32Array.from(names.keys()), edges: Int32Array.from(edges) }] },
    problems,
  }
}

/** `libc6:any (>= 2.36) [amd64] <!nocheck>` names libc6. */
function packageOf(relation: string): string {
  return /^\s*([a-z0-9][a-z0-9+.-]*)/i.exec(relation)?.[1]?.toLowerCase() ?? ''
}

function first(names: readonly string[], numbers: ReadonlyMap<string, number>): number | undefined {
  for (const name of names) {
    const number = numbers.get(name)
    if (number !== undefined) return number
  }
  return undefined
}

interface Stanza {
  readonly line: number
  readonly fields: ReadonlyMap<string, string>
}

const WANTED: ReadonlySet<string> = new Set(['package', 'depends', 'pre-depends', 'provides'])

function* stanzas(text: string): Generator<Stanza> {
  let fields = new Map<string, string>()
  let field = ''
  let start = 1
  let number = 0
  for (let from = 0; from <= text.length;) {
    const found = text.indexOf('\n', from)
    const end = found === -1 ? text.length : found
    const line = text.slice(from, text.charCodeAt(end - 1) === 0x0d ? end - 1 : end)
    from = end + 1
    number++
    if (line.trim() === '') {
      if (fields.size > 0) yield { line: start, fields }
      fields = new Map()
      field = ''
      continue
    }
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (field !== '') fields.set(field, `${fields.get(field) ?? ''} ${line.trim()}`)
      continue
    }
    if (field === '' && fields.size === 0) start = number
    const colon = line.indexOf(':')
    const key = colon === -1 ? '' : line.slice(0, colon).toLowerCase()
    field = WANTED.has(key) ? key : ''
    if (field !== '') fields.set(field, line.slice(colon + 1).trim())
  }
  if (fields.size > 0) yield { line: start, fields }
}

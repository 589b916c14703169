import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { SCOPES } from '@cupel/model'
import type { Component, DependencyGraph, EvidenceKind, Project, Scope } from '@cupel/model'
import { storedLicences } from './stored-licences.ts'
import { ByteReader, ByteWriter } from './varint-bytes.ts'

/** What a document says of one component beyond that it is there. */
export interface MemberDetail {
  readonly scopes: readonly Scope[]
  /** null: the document does not tell. */
  readonly direct: boolean | null
  readonly locations: readonly { readonly path: string; readonly line: number | null; readonly kind: EvidenceKind }[]
  /** What this document says, whatever others say of the same purl; null: kept by a cupel that did not keep it. */
  readonly licences: readonly string[] | null
}

export interface SetDetail {
  /** In the order of the purls that it was decoded with. */
  readonly members: readonly MemberDetail[]
  readonly graphs: readonly DependencyGraph[]
}

const VERSION = 2
/** Without licences. */
const FIRST_VERSION = 1
const MAX_BYTES = 512 * 1024 * 1024
const MAX_LOCATIONS = 20
/** Their places are in the bytes. */
const KINDS: readonly EvidenceKind[] = ['lock', 'manifest', 'installed', 'binary', 'sbom', 'workflow']

/**
 * Graphs, scopes, directness, places and licences of a picture, in bytes that hold no purl: members are named by their place among the sorted
 * purls of the set, so that the same shape of another set is the same bytes. `components` are sorted by purl, by code unit.
 */
export function encodeDetail(components: readonly Component[], graphs: readonly DependencyGraph[]): Uint8Array {
  const places = new Map(components.map(({ purl }, at) => [purl, at]))
  const paths = new Map<string, number>()
  for (const { evidence } of components)
    for (const { path } of evidence.slice(0, MAX_LOCATIONS)) if (!paths.has(path)) paths.set(path, paths.size)
  const licences = new Map<string, number>()
  for (const component of components)
    for (const text of storedLicences(component)) if (!licences.has(text)) licences.set(text, licences.size)
  const out = new ByteWriter()
  out.number(VERSION)
  for (const texts of [paths, licences]) {
    out.number(texts.size)
    for (const text of texts.keys()) out.text(text)
  }
  out.number(components.length)
  for (const component of components) {
    const { scopes, direct, evidence } = component
    const mask = SCOPES.reduce((bits, scope, at) => (scopes.includes(scope) ? bits | (1 << at) : bits), 0)
    out.number(mask * 3 + (direct === null ? 0 : direct ? 1 : 2))
    const locations = evidence.slice(0, MAX_LOCATIONS)
    out.number(locations.length)
    for (const { path, line, kind } of locations) {
      out.number(paths.get(path) ?? 0)
      out.number(line ?? 0)
      out.number(Math.max(0, KINDS.indexOf(kind)))
    }
    const own = storedLicences(component)
    out.number(own.length)
    for (const text of own) out.number(licences.get(text) ?? 0)
  }
  out.number(graphs.length)
  for (const graph of graphs) writeGraph(out, graph, places)
  return deflateRawSync(out.bytes(), { level: 6 })
}

function writeGraph(out: ByteWriter, { path, projects, components, edges }: DependencyGraph, places: ReadonlyMap<string, number>): void {
  out.text(path)
  out.number(projects.length)
  for (const { name, version, path: folder, licenses } of projects) {
    out.text(name)
    out.text(version)
    out.text(folder)
    out.number(licenses.length)
    for (const licence of licenses) out.text(licence)
  }
  out.number(components.length)
  for (const purl of components) {
    const place = places.get(purl)
    out.number(place === undefined ? 0 : place + 1)
    if (place === undefined) out.text(purl)
  }
  const targets = new Map<number, number[]>()
  for (const [from, to] of edges) {
    const known = targets.get(from)
    if (known === undefined) targets.set(from, [to])
    else known.push(to)
  }
  for (let node = 0; node < projects.length + components.length; node++) {
    const sorted = (targets.get(node) ?? []).sort((a, b) => a - b)
    out.number(sorted.length)
    let last = 0
    for (const target of sorted) {
      out.number(target - last)
      last = target
    }
  }
}

/** The detail of a set; `purls` are those of its members, sorted by code unit. Throws RangeError when the bytes are not of this set. */
export function decodeDetail(body: Uint8Array, purls: readonly string[]): SetDetail {
  const input = new ByteReader(inflateRawSync(body, { maxOutputLength: MAX_BYTES }))
  const version = input.number()
  if (version !== VERSION && version !== FIRST_VERSION) throw new RangeError('the detail was written by another version of cupel')
  const paths = input.list(() => input.text())
  const licences = version === FIRST_VERSION ? null : input.list(() => input.text())
  const members = input.list((): MemberDetail => {
    const head = input.number()
    const mask = Math.floor(head / 3)
    return {
      scopes: SCOPES.filter((_, at) => (mask & (1 << at)) !== 0),
      direct: head % 3 === 0 ? null : head % 3 === 1,
      locations: input.list(() => {
        const path = paths[input.number()] ?? ''
        const line = input.number()
        return { path, line: line === 0 ? null : line, kind: KINDS[input.number()] ?? 'sbom' }
      }),
      licences: licences === null ? null : input.list(() => licences[input.number()] ?? ''),
    }
  })
  if (members.length !== purls.length) throw new RangeError(`the detail is of ${members.length} components, not of ${purls.length}`)
  return { members, graphs: input.list(() => readGraph(input, purls)) }
}

function readProject(input: ByteReader): Project {
  const [name, version, path] = [input.text(), input.text(), input.text()]
  return { name, version, path, licenses: input.list(() => input.text()) }
}

function readGraph(input: ByteReader, purls: readonly string[]): DependencyGraph {
  const path = input.text()
  const projects = input.list(() => readProject(input))
  const components = input.list(() => {
    const place = input.number()
    return place === 0 ? input.text() : (purls[place - 1] ?? '')
  })
  const edges: [number, number][] = []
  for (let node = 0; node < projects.length + components.length; node++) {
    let target = 0
    for (let left = input.number(); left > 0; left--) {
      target += input.number()
      edges.push([node, target])
    }
  }
  return { path, projects, components, edges }
}

import { SCOPES } from '@cupel/model'
import type { Component, DependencyGraph, Project, Scope } from '@cupel/model'
import type { NodeId } from './extractor.ts'

/** The nodes and edges of one extraction, in flat arrays: half of a scan's objects would be made here otherwise. */
export interface NodeList {
  project(project: Project): NodeId
  /** null: an entry that cannot be a package; it keeps its number and is left out in the end. */
  component(component: Component | null, scopes: readonly Scope[] | undefined, direct: boolean | undefined): NodeId
  edge(from: NodeId, to: NodeId): void
  scope(node: NodeId, scope: Scope): void
  /** Puts projects first and fills in what only the whole file tells: scopes in order, directness. Ends the list. */
  numbered(path: string): { readonly components: readonly Component[]; readonly graph: DependencyGraph }
}

/** Bit of a scope: its place in SCOPES. */
const BITS = new Map<Scope, number>(SCOPES.map((scope, at) => [scope, 1 << at]))
const RUNTIME = bitOf('runtime')

/** Scope lists by their bits, each made once. */
const SCOPE_LISTS: (readonly Scope[] | undefined)[] = []

type Unfinished = { -readonly [K in keyof Component]: Component[K] }

export function nodeList(extractorId: string): NodeList {
  const projects: (Project | null)[] = []
  const components: (Unfinished | null)[] = []
  const bits: number[] = []
  const stated: (boolean | undefined)[] = []
  /** from, to, from, to … */
  const ends: number[] = []
  let projectCount = 0

  function check(node: NodeId): void {
    if (node < 0 || node >= bits.length) throw new Error(`extractor ${extractorId} used node ${node}, which it never made`)
  }

  function numbered(path: string): { components: readonly Component[]; graph: DependencyGraph } {
    const { numbers, size } = numbersOf(projects, components, projectCount)
    const direct = directNodes(projects, ends)
    const kept: Component[] = []
    const purls: string[] = []
    const edges: (readonly [number, number])[] = []

    // Functions of their own: V8 compiles what is called often, and leaves a loop that is entered once to its interpreter.
    function finish(component: Unfinished, node: NodeId): void {
      component.scopes = scopeList(bits[node] as number)
      component.direct = stated[node] ?? (direct === null ? null : direct[node] === 1)
      kept.push(component)
      purls.push(component.purl)
    }
    function join(at: number): void {
      const from = numbers[ends[at] as number] as number
      const to = numbers[ends[at + 1] as number] as number
      if (from < size && to < size) edges.push([from, to])
    }
    for (let node = 0; node < components.length; node++) {
      const component = components[node]
      if (component) finish(component, node)
    }
    for (let at = 0; at < ends.length; at += 2) join(at)
    return { components: kept, graph: { path, projects: projects.filter((project) => project !== null), components: purls, edges } }
  }

  return {
    project(project) {
      projectCount++
      projects.push(project)
      components.push(null)
      stated.push(undefined)
      return bits.push(0) - 1
    },
    component(component, scopes, direct) {
      projects.push(null)
      components.push(component)
      stated.push(direct)
      let all = scopes === undefined ? RUNTIME : 0
      if (scopes !== undefined) for (const scope of scopes) all |= bitOf(scope)
      return bits.push(all) - 1
    },
    edge(from, to) {
      if (from < 0 || from >= bits.length) check(from)
      if (to < 0 || to >= bits.length) check(to)
      ends.push(from, to)
    },
    scope(node, scope) {
      check(node)
      bits[node] = (bits[node] as number) | bitOf(scope)
    },
    numbered,
  }
}

/** New numbers: projects first, then components; an entry that is neither gets one past the end. */
function numbersOf(
  projects: readonly (Project | null)[],
  components: readonly (Component | null)[],
  projectCount: number,
): { numbers: Int32Array; size: number } {
  const numbers = new Int32Array(projects.length)
  let project = 0
  let component = projectCount
  for (let node = 0; node < projects.length; node++) {
    if (projects[node] !== null) numbers[node] = project++
    else if (components[node] !== null) numbers[node] = component++
    else numbers[node] = 0x7fffffff
  }
  return { numbers, size: component }
}

/** 1 for every node a project needs; null when no edge starts at a project, so that the file does not tell. */
function directNodes(projects: readonly (Project | null)[], ends: readonly number[]): Uint8Array | null {
  let direct: Uint8Array | null = null
  for (let at = 0; at < ends.length; at += 2) {
    if (projects[ends[at] as number] === null) continue
    direct ??= new Uint8Array(projects.length)
    direct[ends[at + 1] as number] = 1
  }
  return direct
}

function bitOf(scope: Scope): number {
  return BITS.get(scope) ?? 0
}

function scopeList(bits: number): readonly Scope[] {
  return (SCOPE_LISTS[bits] ??= SCOPES.filter((scope) => (bits & bitOf(scope)) !== 0))
}

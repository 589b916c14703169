import { PurlInvalid } from '@cupel/model'
import type { Component, Coverage, DependencyGraph, Problem } from '@cupel/model'
import { folderOf, resolvePath } from '@cupel/source'
import { brief } from './brief.ts'
import { componentOf } from './component-of.ts'
import type { Collector, Extractor, FoundPackage } from './extractor.ts'
import { nodeList } from './node-list.ts'
import { vendoredCopy } from './vendored-copy.ts'

/** What one file gave. Components are in file order and not merged; node numbers of the graph are projects, then components. */
export interface Extraction {
  readonly coverage: Coverage
  readonly components: readonly Component[]
  readonly graph: DependencyGraph
  readonly problems: readonly Problem[]
  /** The extractor found that the file is not its own: the extraction is as if it had never been. */
  readonly foreign?: boolean
}

export interface Collection {
  readonly out: Collector
  /** Ends the extraction; `failed` when the extractor threw. */
  finish(failed: boolean): Extraction
}

/** Problems kept of one file; a file of noise would fill the memory otherwise. */
const MAX_PROBLEMS = 200

/** The collector behind one extraction of the file at `path`. */
export function collect(extractor: Extractor, path: string, problems: Problem[]): Collection {
  const nodes = nodeList(extractor.id)
  const skipped = new Map<string, number>()
  const unknown: string[] = []
  let format = extractor.id
  let formatVersion = ''
  let entries: number | null = null
  let componentCount = 0
  let foreign = false
  let unheard = 0
  let incomplete = false

  function report(problem: Problem): void {
    if (problem.effect === 'incomplete') incomplete = true
    if (problems.length < MAX_PROBLEMS) problems.push(problem)
    else unheard++
  }

  /** A name that cannot be a package costs that entry, not the file. */
  function valid(found: FoundPackage): Component | null {
    try {
      return componentOf(extractor, path, found)
    } catch (error) {
      if (!(error instanceof PurlInvalid)) throw error
      const line = found.line === undefined ? {} : { line: found.line }
      report({
        code: 'name-invalid',
        effect: 'incomplete',
        path,
        ...line,
        detail: `${brief(found.name)}: ${brief(error.message)}`,
        by: extractor.id,
      })
      return null
    }
  }

  const out: Collector = {
    format(version, name) {
      formatVersion = brief(version)
      if (name !== undefined) format = name
    },
    project({ name = '', version = '', licenses = [], folder = '' }) {
      const project = { name: brief(name), version: brief(version), licenses, path: resolvePath(folderOf(path), folder) ?? '' }
      const node = nodes.project(project)
      const copied = vendoredCopy(extractor.type, { ...project, name, version })
      // Whoever needs the project has what it is a copy of.
      if (copied !== null) nodes.edge(node, nodes.component(valid(copied), undefined, undefined))
      return node
    },
    component(found) {
      componentCount++
      return nodes.component(valid(found), found.scopes, found.direct)
    },
    made(component) {
      componentCount++
      return nodes.component(component, component.scopes, undefined)
    },
    listed({ purl, name, version, ecosystem, scopes, direct, licenses, hashes, subject }) {
      componentCount++
      // Keys in the order of reports, which take components as they are.
      const evidence = [{ path, by: extractor.id, kind: extractor.kind }]
      const placed = { purl, name, version, ecosystem, scopes, direct, evidence, licenses, hashes }
      return nodes.component(
        subject === undefined ? placed : { ...placed, subject: { name: subject.name, version: subject.version } },
        scopes,
        direct ?? undefined,
      )
    },
    edge: nodes.edge,
    scope: nodes.scope,
    entries: (count) => void (entries = (entries ?? 0) + count),
    skip: (what, count = 1) => void skipped.set(what, (skipped.get(what) ?? 0) + count),
    unknown(what, line) {
      if (unknown.length < MAX_PROBLEMS) unknown.push(brief(what))
      const place = line === undefined ? {} : { line }
      report({
        code: 'unsupported-content',
        effect: 'incomplete',
        path,
        ...place,
        detail: `not understood: ${brief(what)}`,
        by: extractor.id,
      })
    },
    notMine: () => void (foreign = true),
    problem: (problem) => report({ effect: 'incomplete', path, by: extractor.id, ...problem, detail: brief(problem.detail) }),
  }

  function finish(failed: boolean): Extraction {
    const lost = entries === null ? 0 : entries - componentCount - [...skipped.values()].reduce((sum, count) => sum + count, 0)
    if (!failed && lost > 0) {
      report({
        code: 'entries-lost',
        effect: 'incomplete',
        path,
        detail: `${lost} of ${entries} entries gave no component`,
        by: extractor.id,
      })
    }
    if (unheard > 0)
      problems.push({
        code: 'limit-exceeded',
        effect: 'incomplete',
        path,
        detail: `and ${unheard} more problems in this file`,
        by: extractor.id,
      })
    // Problems of reading neighbours were pushed past `report`.
    const partial = incomplete || problems.some((problem) => problem.effect === 'incomplete')
    const { components, graph } = nodes.numbered(path)
    return {
      coverage: {
        path,
        by: extractor.id,
        format,
        formatVersion,
        state: failed ? 'failed' : partial ? 'partial' : 'read',
        packages: components.length,
        skipped: [...skipped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => ({ what, count })),
        unknown,
      },
      components,
      graph,
      problems,
      ...(foreign && !failed ? { foreign } : {}),
    }
  }
  return { out, finish }
}

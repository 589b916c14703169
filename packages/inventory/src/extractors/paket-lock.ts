import type { Scope } from '@cupel/model'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { vcsUrl } from '../text/vcs-url.ts'

const SOURCES = new Set(['NUGET', 'GITHUB', 'GIT', 'GIST', 'HTTP'])
const ENTRY = /^(\S+)?\s*\(([^()]*)\)(?:\s+-\s+.*)?$/

/**
 * paket.lock (Paket documentation, "The paket.lock file"). Packages stand four spaces deep, their needs six. Groups named for
 * tests or builds give those scopes. Files of GitHub, git and gist are their repository at a commit; plain HTTP files are skipped.
 */
export default defineExtractor({
  id: 'paket-lock',
  title: 'Paket: paket.lock',
  type: 'nuget',
  kind: 'lock',
  files: ['paket.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const direct = directNames(input)
    let group: Group = { name: 'Main', nodes: new Map(), needs: [] }
    let source = ''
    let remote = ''
    let node: NodeId | null = null
    let number = 0
    let seen = false
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trimEnd()
      const body = line.trimStart()
      const indent = line.length - body.length
      if (body === '') continue
      seen = true
      if (indent === 0) {
        source = SOURCES.has(body) ? body : ''
        if (body.startsWith('GROUP ')) {
          addEdges(group, out)
          group = { name: body.slice(6), nodes: new Map(), needs: [] }
        } else if (source === '' && !/^[A-Z][A-Z-]*:/.test(body)) out.unknown(body, number)
      } else if (indent === 2) {
        if (body.startsWith('remote: ')) remote = body.slice('remote: '.length)
        else if (!/^[a-z_]+: /.test(body)) out.unknown(body, number)
      } else if ((indent === 4 || (indent === 5 && body.startsWith('('))) && source !== '') {
        const match = ENTRY.exec(body)
        if (match === null) {
          out.unknown(body, number)
          continue
        }
        out.entries(1)
        const [, name = '', version = ''] = match
        node = add({ source, remote, name, version, line: number, scope: scopeOf(group.name), direct }, out)
        if (source === 'NUGET' && node !== null) group.nodes.set(name.toLowerCase(), node)
      } else if (indent >= 6 && node !== null) group.needs.push([node, body.split(' ', 1)[0]?.toLowerCase() ?? ''])
      else if (indent < 6) out.unknown(body, number)
    }
    addEdges(group, out)
    if (!seen) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

interface Group {
  readonly name: string
  readonly nodes: Map<string, NodeId>
  readonly needs: (readonly [NodeId, string])[]
}

interface Entry {
  readonly source: string
  readonly remote: string
  readonly name: string
  readonly version: string
  readonly line: number
  readonly scope: Scope
  readonly direct: ReadonlySet<string> | null
}

function add({ source, remote, name, version, line, scope, direct }: Entry, out: Collector): NodeId | null {
  const scopes = [scope]
  if (source === 'NUGET' && name !== '') {
    return out.component({ name, version, line, scopes, ...(direct === null ? {} : { direct: direct.has(name.toLowerCase()) }) })
  }
  if (source === 'GITHUB' || source === 'GIST') {
    const [owner = '', repository = ''] = remote.split('/')
    if (owner !== '' && repository !== '') {
      const type = source === 'GITHUB' ? 'github' : 'generic'
      return out.component({ type, namespace: owner, name: repository, version, subpath: name, line, scopes })
    }
  }
  if (source === 'GIT') {
    const repository = remote.slice(remote.lastIndexOf('/') + 1).replace(/\.git$/, '')
    if (repository !== '')
      return out.component({ type: 'generic', name: repository, line, scopes, qualifiers: { vcs_url: vcsUrl('git', remote, version) } })
  }
  out.skip('file by URL')
  out.problem({ code: 'version-unpinned', line, detail: `the file ${name} is fetched from an address that names no package and version` })
  return null
}

function addEdges({ nodes, needs }: Group, out: Collector): void {
  for (const [from, name] of needs) {
    const to = nodes.get(name)
    if (to !== undefined) out.edge(from, to)
  }
}

function scopeOf(group: string): Scope {
  if (/test/i.test(group)) return 'test'
  return /^(?:build|fake|docs?|tools?|analyzers?)$/i.test(group) ? 'build' : 'runtime'
}

/** Names that paket.dependencies beside the lock asks for; null without that file. */
function directNames(input: ExtractInput): ReadonlySet<string> | null {
  const text = input.read('paket.dependencies')
  if (text === null) return null
  const names = new Set<string>()
  for (const line of text.split('\n')) {
    const name = /^\s*(?:nuget|clitool)\s+(\S+)/i.exec(line)?.[1]
    if (name !== undefined) names.add(name.toLowerCase())
  }
  return names
}

import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { ExtractInput, FoundPackage } from '../extractor.ts'
import { isAside, isVendored } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { gitIndexLinks } from '../vcs/git-index-links.ts'
import { repositoryPackage } from '../vcs/repository-package.ts'

const SECTION = /^\[submodule[ \t]+"((?:[^"\\]|\\.)*)"\][ \t]*(?:[#;].*)?$/
const PAIR = /^([A-Za-z][\w-]*)[ \t]*=[ \t]*(.*)$/

interface Submodule {
  readonly name: string
  readonly line: number
  path: string
  url: string
}

/**
 * .gitmodules (git documentation, "gitmodules"): the repositories that are part of this one, with the commit that git's index holds where
 * there is one. A submodule without an address of its own (`../other.git`) is told by its name.
 */
export default defineExtractor({
  id: 'git-submodules',
  title: 'git submodules: .gitmodules, with the commits of git’s index',
  type: 'github',
  kind: 'manifest',
  sourceOnly: true,
  files: ['.gitmodules'],
  claims: (path) => !isVendored(path),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    const submodules: Submodule[] = []
    let number = 0
    let nul = false
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trim()
      nul ||= line.includes('\0')
      if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
      const name = SECTION.exec(line)?.[1]
      const [, key = '', value = ''] = PAIR.exec(line) ?? []
      const current = submodules.at(-1)
      if (name !== undefined) submodules.push({ name, line: number, path: '', url: '' })
      else if (key === '' || current === undefined) out.unknown(line, number)
      else if (key.toLowerCase() === 'path') current.path = unquoted(value)
      else if (key.toLowerCase() === 'url') current.url = unquoted(value)
    }
    if (nul) out.problem({ code: 'malformed', detail: 'control characters in the file' })
    if (submodules.length === 0 && !text.includes('=')) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
    out.entries(submodules.length)
    const commits = submodules.length === 0 ? new Map<string, string>() : commitsOf(input)
    const scopes = [isAside(input.path) ? 'dev' : 'runtime'] as const
    for (const one of submodules) {
      if (one.url === '') out.problem({ code: 'malformed', line: one.line, detail: `the submodule ${one.name} has no address` })
      out.component({ ...packageOf(one, commits.get(one.path) ?? ''), line: one.line, direct: true, scopes })
    }
  },
})

function packageOf({ name, url }: Submodule, revision: string): FoundPackage {
  const last = nameOf((url || name).replace(/\/+$/, '')).replace(/\.git$/, '') || name
  return repositoryPackage(last, { url, version: '', revision }) ?? { type: 'generic', name: last, version: revision }
}

function commitsOf(input: ExtractInput): ReadonlyMap<string, string> {
  const index = input.open('.git/index')
  return index === null ? new Map() : gitIndexLinks(index)
}

/** A value of git's configuration without quotes and the comment behind it. */
function unquoted(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1]
  return quoted === undefined ? value.replace(/[ \t]+[#;].*$/, '').trim() : quoted.replaceAll(/\\(.)/g, '$1')
}

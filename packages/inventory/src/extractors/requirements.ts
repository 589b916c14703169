import type { Scope } from '@cupel/model'
import { folderOf, nameOf, resolvePath } from '@cupel/source'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { parseRequirement, pinnedVersion } from '../python/requirement.ts'
import { requirementLines } from '../python/requirement-lines.ts'
import type { RequirementLine } from '../python/requirement-lines.ts'
import { requestedPackage } from '../python/requested-package.ts'
import { requirementParts } from '../python/requirement-options.ts'
import type { RequirementParts } from '../python/requirement-options.ts'
import { viaOf } from '../python/via-comments.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { isHelmLock } from '../text/is-helm-lock.ts'
import { writeEdges } from '../write-edges.ts'

/** Files one requirements file may pull in. */
const MAX_INCLUDES = 1000

/**
 * pip's requirements files. `-r` is followed inside the tree, each file once; what it holds is stated there, with the purpose
 * that file's name tells. `-c` only pins what is asked for without a version. `# via` comments give the edges.
 */
export default defineExtractor({
  id: 'requirements',
  title: 'pip requirements and constraints files, and those that Rye locks',
  type: 'pypi',
  kind: 'manifest',
  affixes: [
    ['*requirements', '.txt'],
    ['constraints', '.txt'],
    ['', 'constraints.txt'],
    ['requirements', '.lock'],
    ['*requirements', '.pip'],
    ['*reqs', '.txt'],
  ],
  paths: ['requirements/', 'constraints/', 'reqs/', '_vendor/vendor.txt', '_vendor/vendored.txt'],
  claims,
  extract(input, out) {
    const text = input.text()
    if (input.path.endsWith('.lock') && isHelmLock(text)) return out.notMine()
    const reading: Reading = { input, out, constraints: new Map(), found: [], seen: new Set([input.path]) }
    readFile(reading, input.path, text)
    write(reading)
  },
})

/** `reqs` is short for it where it is a word of its own. */
function claims(path: string): boolean {
  const name = nameOf(path)
  if (name.endsWith('.lock')) return name.startsWith('requirements')
  if (name.endsWith('.pip')) return true
  if (!name.endsWith('.txt')) return false
  return !name.includes('reqs') || name.includes('requirements') || name.includes('constraints') || /(?:^|[-_.])reqs?(?:[-_.]|$)/.test(name)
}

interface Found {
  readonly at: string
  readonly line: RequirementLine
  readonly parts: RequirementParts
  readonly comments: readonly string[]
}

interface Reading {
  readonly input: ExtractInput
  readonly out: Collector
  /** Normalised name → exact version of a constraints file. */
  readonly constraints: Map<string, string>
  readonly found: Found[]
  readonly seen: Set<string>
}

function readFile(reading: Reading, path: string, text: string): void {
  const pending: [path: string, text: string][] = [[path, text]]
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const [at, content] = next
    if (at === path) reportConflict(content, reading.out)
    let comments: string[] = []
    let noise = false
    for (const line of requirementLines(content)) {
      if (line.content === '') {
        // Only set-in comments right below a requirement speak of it.
        if (line.note) comments.push(line.comment)
        else comments = []
        continue
      }
      const parts = requirementParts(line.content)
      comments = line.comment === '' ? [] : [line.comment]
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      if (!noise && /[\u0000-\u0008\u000e-\u001f]/.test(line.content)) {
        noise = true
        reading.out.problem({ code: 'malformed', path: at, line: line.line, detail: 'control characters in a requirement' })
      }
      if (parts.unknown)
        reading.out.problem({
          code: 'unsupported-content',
          path: at,
          line: line.line,
          detail: `unknown option: ${withoutUser(line.content)}`,
        })
      if (parts.requirement !== '') reading.found.push({ at, line, parts, comments })
      for (const include of parts.includes) {
        const included = open(reading, { from: at, line: line.line, target: include.path })
        if (included === null) continue
        if (include.kind === 'requirements') pending.push(included)
        else readConstraints(reading, included[1])
      }
    }
  }
}

/** Path and text of an included file; null when it was read before or cannot be read. */
function open(
  { input, out, seen }: Reading,
  { from, line, target }: { from: string; line: number; target: string },
): [path: string, text: string] | null {
  const path = resolvePath(folderOf(from), target)
  const place = { path: from, line }
  if (path === null || target.includes('://')) {
    out.problem({ code: 'include-missing', ...place, detail: `${withoutUser(target)} is outside the scanned tree and was not followed` })
    return null
  }
  if (seen.has(path)) return null
  if (seen.size > MAX_INCLUDES) {
    if (!seen.has('')) out.problem({ code: 'limit-exceeded', ...place, detail: `more than ${MAX_INCLUDES} included files` })
    seen.add('')
    return null
  }
  seen.add(path)
  const text = input.read('../'.repeat(depthOf(input.path)) + path)
  if (text === null) out.problem({ code: 'include-missing', ...place, detail: `the included file ${target} is not there` })
  return text === null ? null : [path, text]
}

function depthOf(path: string): number {
  return path.split('/').length - 1
}

function readConstraints({ constraints }: Reading, text: string): void {
  for (const { content } of requirementLines(text)) {
    const requirement = parseRequirement(requirementParts(content).requirement)
    const version = requirement === null ? '' : pinnedVersion(requirement.specifier)
    if (requirement !== null && version !== '') constraints.set(requirement.name, version)
  }
}

function write(reading: Reading): void {
  const { out, found, input, constraints } = reading
  out.entries(found.length)
  const vias = found.map(({ comments }) => viaOf(comments))
  const compiled = vias.some((via) => via !== null)
  const locked = input.path.endsWith('.lock')
  const project = compiled ? out.project({}) : null
  const byName = new Map<string, NodeId[]>()
  const nodes = found.map((entry) => {
    const requested = requestedPackage(entry.parts)
    if (requested.package === null) {
      out.skip(requested.reason)
      if (requested.reason === 'local path') out.project({ folder: localFolder(entry.at, input.path, entry.parts.requirement) })
      reportNameless(entry, requested.reason, out)
      return null
    }
    const { name, version = '', qualifiers } = requested.package
    const node = out.component({
      name,
      version: version || (qualifiers === undefined ? (constraints.get(name) ?? '') : ''),
      ...(qualifiers === undefined ? {} : { qualifiers }),
      line: entry.line.line,
      ...(entry.at === input.path ? {} : { path: entry.at }),
      scopes: [scopeOf(entry.at)],
      hashes: artifactHashes(entry.parts.hashes),
      // What a tool compiled, or what is held to its digest, is a lock in all but name.
      ...(version !== '' && (compiled || locked || entry.parts.hashes.length > 0) ? { evidence: 'lock' as const } : {}),
    })
    addCandidate(byName, name, node)
    return node
  })
  const edges: [NodeId, NodeId][] = []
  for (const [at, node] of nodes.entries()) {
    const via = vias[at] ?? null
    if (node === null) continue
    // Older pip-compile notes nothing where an input file asks for the package.
    const needing = (via?.packages ?? []).map((name) => byName.get(name) ?? [])
    // Rye names the project itself, which is not in the file.
    if (project !== null && (via === null || via.direct || needing.some((nodes) => nodes.length === 0))) edges.push([project, node])
    for (const from of needing.flat()) edges.push([from, node])
  }
  writeEdges(out, edges)
}

function reportNameless({ at, line, parts }: Found, reason: string, out: Collector): void {
  if (reason === 'local path') return
  const code = reason === 'not understood' ? 'unsupported-content' : 'version-unpinned'
  out.problem({ code, path: at, line: line.line, detail: `${reason}: ${withoutUser(parts.requirement)}` })
}

/** Folder that a requirement of the file `at` names, relative to the folder of the file `from`. */
function localFolder(at: string, from: string, requirement: string): string {
  const written = requirement
    .replace(/^file:(?:\/\/)?/, '')
    .replace(/[[#?;].*$/s, '')
    .trim()
  const folder = resolvePath(folderOf(at), written.replaceAll('\\', '/'))
  return folder === null ? '' : '../'.repeat(depthOf(from)) + folder
}

/** A URL can hold a password. */
function withoutUser(text: string): string {
  return text.replace(/:\/\/[^/@\s]*@/, '://')
}

const DEV = /(?:^|[-_./])(?:dev|develop|development|tests?|testing|lint(?:ing|ers?)?|docs?|documentation|ci|typing|mypy)(?=[-_./]|$)/i

/** By the words of the file's name, and its folder's below `requirements/`. */
function scopeOf(path: string): Scope {
  const folder = /(?:^|\/)(requirements\/.*)$/.exec(path)?.[1]
  return DEV.test(folder ?? nameOf(path)) ? 'dev' : 'runtime'
}

import { textPlacesInOrder } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import type { FoundPackage } from '../extractor.ts'
import { exactVersion } from '../gradle/version-notation.ts'
import { isAside } from '../places.ts'
import { blankComments } from '../text/blank-comments.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { vcsUrl } from '../text/vcs-url.ts'

const NAME = String.raw`([A-Za-z][\w.*+!?-]*(?:\/[A-Za-z][\w.*+!?-]*)?)`
/** Leiningen, Boot and shadow-cljs: `[group/name "1.0"]`. */
const VECTOR = new RegExp(String.raw`\[[ \t\r\n]*${NAME}[ \t\r\n]+"([^"\n]*)"`, 'g')
/** The command-line tool: `group/name {:mvn/version "1.0"}`. */
const MAP = new RegExp(String.raw`(?:^|[\s{,])${NAME}[ \t\r\n,]*\{([^{}]{0,1000}?:(?:mvn\/version|git\/\w+|sha)\b[^{}]{0,1000})\}`, 'g')

/**
 * Clojure's project.clj (Leiningen), deps.edn (`clj`), bb.edn, shadow-cljs.edn and build.boot: modules of Maven written out, and repositories
 * at a commit. A name without a group is its own group.
 */
export default defineExtractor({
  id: 'clojure-deps',
  title: 'Clojure: project.clj, deps.edn, bb.edn, shadow-cljs.edn, build.boot',
  type: 'maven',
  kind: 'manifest',
  sourceOnly: true,
  files: ['project.clj', 'deps.edn', 'bb.edn', 'shadow-cljs.edn', 'build.boot'],
  extract(input, out) {
    const raw = input.text()
    reportConflict(raw, out)
    out.format('')
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000e-\u001f]/.test(raw)) out.problem({ code: 'malformed', detail: 'control characters in the file' })
    if (raw.trim() === '') out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
    const text = blankComments(raw, { line: ';' })
    if (depthOf(text) !== 0) out.problem({ code: 'malformed', detail: 'brackets that are not closed, or not opened' })
    const placeAt = textPlacesInOrder(text)
    const project = out.project({})
    const found: { readonly package: FoundPackage; readonly offset: number }[] = []
    for (const match of text.matchAll(VECTOR)) {
      const [, name = '', version = ''] = match
      // Words in brackets are common; versions among them are not.
      if (/\d|^(?:RELEASE|LATEST)$/.test(version)) found.push({ package: moduleOf(name, version), offset: match.index })
    }
    for (const match of text.matchAll(MAP)) {
      const [, name = '', value = ''] = match
      const offset = match.index + match[0].indexOf(name)
      const [, version] = /:mvn\/version[ \t\r\n]+"([^"\n]*)"/.exec(value) ?? []
      found.push({ package: version === undefined ? repositoryOf(name, value) : moduleOf(name, version), offset })
    }
    out.entries(found.length)
    for (const one of found.sort((a, b) => a.offset - b.offset)) {
      const { line } = placeAt(one.offset)
      out.edge(project, out.component({ ...one.package, line }))
    }
    if (
      found.length === 0 &&
      /:dependencies\b|:deps\b/.test(text) &&
      /:dependencies[ \t\r\n]+'?[^\s'[{]|:dependencies[ \t\r\n]+'?\[[ \t\r\n]*\[|:deps[ \t\r\n]+\{[ \t\r\n]*\w/.test(text)
    )
      out.problem({
        code: 'unsupported-content',
        effect: isAside(input.path) ? 'note' : 'incomplete',
        detail: 'dependencies that are not written out',
      })
  },
})

function moduleOf(name: string, version: string): FoundPackage {
  const slash = name.indexOf('/')
  return { namespace: slash < 0 ? name : name.slice(0, slash), name: name.slice(slash + 1), version: exactVersion(version) }
}

function repositoryOf(name: string, value: string): FoundPackage {
  const [, url = ''] = /:git\/url[ \t\r\n]+"([^"\n]*)"/.exec(value) ?? []
  const [, sha = ''] = /:(?:git\/)?sha[ \t\r\n]+"([^"\n]*)"/.exec(value) ?? []
  const [, tag = ''] = /:git\/tag[ \t\r\n]+"v?([^"\n]*)"/.exec(value) ?? []
  // `io.github.owner/name` says where it is.
  const hosted = /^(?:io|com)\.github\.([\w-]+)\/(.+)$/.exec(name)
  const address = url || (hosted === null ? '' : `https://github.com/${hosted[1]}/${hosted[2]}`)
  const qualifiers = address === '' || sha === '' ? {} : { vcs_url: vcsUrl('git', address, sha) }
  return { ...moduleOf(name, tag), qualifiers }
}

/** How many brackets stay open; texts in quotes and single characters are left out. */
function depthOf(text: string): number {
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\[^])*"|\\[^]|[[{(]|[\])}]/g)) {
    if (token.length > 1) continue
    depth += '[{('.includes(token) ? 1 : -1
  }
  return depth
}

import type { Collector } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { folderOf, nameOf } from '@cupel/source'

const HEAD_BYTES = 8 * 1024
/** Where WordPress looks for what was installed; elsewhere the header is that of the project itself. */
const INSTALLED = /(?:^|\/)(plugins|themes|mu-plugins)\/[^/]+\/[^/]+$/

interface Header {
  readonly name: string
  readonly version: string
  readonly line: number
}

/**
 * Headers of WordPress plug-ins (`readme.txt`, "How your readme.txt works" of the Plugin Handbook) and themes (`style.css`, "Main
 * stylesheet" of the Theme Handbook). No package URL type and no advisory database here is for them: what is installed is listed with
 * its version, and counts as not matched.
 */
export default defineExtractor({
  id: 'wordpress-header',
  title: 'WordPress: plug-ins and themes by readme.txt and style.css (listed, not matched)',
  type: 'generic',
  kind: 'installed',
  files: ['readme.txt', 'style.css'],
  claims: (path) => !/(?:^|\/)node_modules\//.test(path),
  extract(input, out) {
    const head = Buffer.from(input.file.read(0, Math.min(input.file.size, HEAD_BYTES))).toString('utf8')
    const isTheme = nameOf(input.path) === 'style.css'
    const header = isTheme ? themeHeader(head) : pluginHeader(head)
    if (header === null) return out.notMine()
    out.format('')
    write(header, { path: input.path, isTheme, out })
  },
})

function write(
  { name, version, line }: Header,
  { path, isTheme, out }: { readonly path: string; readonly isTheme: boolean; readonly out: Collector },
): void {
  if (!INSTALLED.test(path)) {
    out.project({ name, version })
    return
  }
  const slug = nameOf(folderOf(path))
  out.entries(1)
  out.component({ namespace: isTheme ? 'wordpress-theme' : 'wordpress-plugin', name: slug, version, line, direct: true })
}

/** `=== Name ===` on the first line and a field that only such files have. `trunk` is no version. */
function pluginHeader(head: string): Header | null {
  const lines = head.replace(/^\uFEFF/, '').split(/\r?\n/)
  const name = /^===[ \t]*([^=]{1,200}?)[ \t]*===?=?[ \t]*$/.exec(lines[0] ?? '')?.[1]
  const at = lines.findIndex((line) => /^(?:Stable tag|Tested up to):/i.test(line))
  if (name === undefined || at < 0) return null
  const tag = lines.findIndex((line) => /^Stable tag:/i.test(line))
  const version = /^Stable tag:[ \t]*(\d[\w.-]{0,60})/i.exec(lines[tag] ?? '')?.[1] ?? ''
  return { name, version, line: (tag < 0 ? at : tag) + 1 }
}

function themeHeader(head: string): Header | null {
  const comment = /^\s*(?:@charset[^;]{0,40};\s*)?\/\*([^]*?)\*\//.exec(head)?.[0]
  const name = /^[ \t*]*Theme Name:[ \t]*(.{1,200}?)[ \t]*$/m.exec(comment ?? '')?.[1]
  if (comment === undefined || name === undefined) return null
  const stated = /^[ \t*]*Version:[ \t]*(\d[\w.-]{0,60})/m.exec(comment)
  const line = comment.slice(0, stated?.index ?? 0).split('\n').length
  return { name, version: stated?.[1] ?? '', line: stated === null ? 1 : line }
}

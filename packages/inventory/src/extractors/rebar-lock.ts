import type { ElixirTerm } from '../beam/elixir-term.ts'
import { readErlangTerms } from '../beam/erlang-terms.ts'
import type { FoundPackage } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'
import { vcsUrl } from '../text/vcs-url.ts'

const VERSIONS = new Set(['1.1.0', '1.2.0'])

/**
 * rebar.lock of rebar3: `{application, source, level}` entries, level 0 being direct, and the SHA-256 of the package files under
 * `pkg_hash_ext`. Files before 1.1.0 are the bare list.
 */
export default defineExtractor({
  id: 'rebar-lock',
  title: 'Erlang: rebar.lock',
  type: 'hex',
  kind: 'lock',
  files: ['rebar.lock'],
  extract(input, out) {
    const [first, attributes, more] = readErlangTerms(input.text())
    const versioned = first?.kind === 'tuple'
    const list = versioned ? first.items[1] : first
    if (versioned) {
      const version = first.items[0]?.text ?? ''
      out.format(version)
      if (!VERSIONS.has(version))
        out.problem({ code: 'unsupported-version', line: first.line, detail: `version ${version} of rebar.lock is not known` })
      if (attributes === undefined && (list?.items.length ?? 0) > 0) {
        out.problem({ code: 'malformed', detail: 'the hashes are missing: the file is cut short' })
      }
    }
    if (more !== undefined) out.problem({ code: 'malformed', line: more.line, detail: 'a third term stands in the file' })
    if (list?.kind !== 'list') return out.problem({ code: 'malformed', detail: 'the file holds no list of dependencies' })
    const hashes = hashesOf(attributes)
    out.entries(list.items.length)
    for (const { items, line } of list.items) {
      const [application, source, level] = items
      const found = application === undefined || source === undefined ? null : packageOf(application.text, source)
      if (found === null) out.unknown(application?.text ?? 'an entry', line)
      else
        out.component({ ...found, line, hashes: hexHash('sha256', hashes.get(application?.text ?? '') ?? ''), direct: level?.text === '0' })
    }
  },
})

function packageOf(application: string, { items }: ElixirTerm): FoundPackage | null {
  const [kind, where, what] = items
  if (kind?.text === 'pkg' && where !== undefined && what?.kind === 'string') return { name: where.text, version: what.text }
  if (kind?.text !== 'git' || where === undefined) return null
  return { name: application, version: '', qualifiers: { vcs_url: vcsUrl('git', where.text, what?.items[1]?.text ?? '') } }
}

function hashesOf(attributes: ElixirTerm | undefined): ReadonlyMap<string, string> {
  const list = attributes?.items.find((item) => item.items[0]?.text === 'pkg_hash_ext')?.items[1]
  return new Map(list?.items.map(({ items }) => [items[0]?.text ?? '', items[1]?.text ?? '']))
}

import { readOpamFile } from '../opam/opam-file.ts'
import type { OpamValue } from '../opam/opam-file.ts'
import { defineExtractor } from '../extractor.ts'
import type { Scope } from '@cupel/model'
import { reportConflict } from '../text/conflict-marker.ts'
import { vcsUrl } from '../text/vcs-url.ts'

/**
 * `<package>.opam.locked`, as `opam lock` writes it: all packages of a build with `{= "version"}`. Filters tell what is for tests,
 * documentation and development; `pin-depends` the repositories of packages that are not from one of opam's.
 */
export default defineExtractor({
  id: 'opam-locked',
  title: 'OCaml: *.opam.locked',
  type: 'opam',
  kind: 'lock',
  files: ['opam.locked'],
  suffixes: ['.opam.locked'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const { fields, fault } = readOpamFile(text)
    if (fault !== null) out.problem({ code: 'malformed', line: fault.line, detail: fault.what })
    const valueOf = (name: string): OpamValue | undefined => fields.find((field) => field.name === name)?.values[0]
    const version = valueOf('opam-version')?.text ?? ''
    out.format(version)
    if (version !== '2.0' && version !== '2.1')
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no opam-version' : `opam-version ${version} is not known` })
    const depends = fields.filter(({ name }) => name === 'depends')
    if (depends.length !== 1)
      out.problem({ code: 'malformed', detail: depends.length === 0 ? 'the file has no field depends' : 'the field depends stands twice' })
    const pins = pinsOf(valueOf('pin-depends'))
    // The lock names the whole closure without edges, so that it does not tell what is direct.
    out.project({ name: valueOf('name')?.text ?? '', version: valueOf('version')?.text ?? '' })
    for (const { values } of depends) {
      const items = values[0]?.items ?? []
      for (const [at, item] of items.entries()) {
        if (item.kind === 'option') continue
        out.entries(1)
        if (item.kind !== 'text') {
          out.unknown(item.text, item.line)
          continue
        }
        const next = items[at + 1]
        const constraint = next?.kind === 'option' ? next.items : []
        const pin = pins.get(item.text)
        const pinned = versionOf(constraint)
        if (pinned === '') out.problem({ code: 'version-unpinned', line: item.line, detail: `${item.text} is not held to one version` })
        out.component({
          name: item.text,
          version: pinned,
          ...(pin === undefined ? {} : { qualifiers: { vcs_url: pin } }),
          scopes: scopesOf(constraint),
          line: item.line,
        })
      }
    }
  },
})

/** `= "1.2.3"`, with filters beside it. */
function versionOf(constraint: readonly OpamValue[]): string {
  const at = constraint.findIndex(({ kind, text }) => kind === 'word' && text === '=')
  const value = constraint[at + 1]
  return at >= 0 && value?.kind === 'text' ? value.text : ''
}

function scopesOf(constraint: readonly OpamValue[]): readonly Scope[] {
  const words = new Set(constraint.filter(({ kind }) => kind === 'word').map(({ text }) => text.replace(/^&/, '')))
  if (words.has('with-test')) return ['test']
  if (words.has('with-doc') || words.has('with-dev-setup') || words.has('dev')) return ['dev']
  return words.has('build') ? ['build'] : ['runtime']
}

/** Package name → repository. */
function pinsOf(pins: OpamValue | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { items } of pins?.items ?? []) {
    const [name = '', url = ''] = items.map(({ text }) => text)
    const hash = url.indexOf('#')
    if (/^git\+|\.git(?:#|$)/.test(url))
      found.set(name.replace(/\..*$/, ''), vcsUrl('git', hash < 0 ? url : url.slice(0, hash), hash < 0 ? '' : url.slice(hash + 1)))
  }
  return found
}

import { defineExtractor } from '../extractor.ts'
import type { OpamValue } from '../opam/opam-file.ts'
import { readOpamFile } from '../opam/opam-file.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/**
 * What is installed in an opam switch: `.opam-switch/switch-state`, and what `opam switch export` writes. Entries are
 * `"name.version"`; the roots are what was asked for.
 */
export default defineExtractor({
  id: 'opam-switch',
  title: 'OCaml: installed packages of an opam switch, and its export',
  type: 'opam',
  kind: 'installed',
  files: ['opam.export', 'switch.export', 'opam-switch.export'],
  suffixes: ['.opam.export'],
  paths: ['.opam-switch/switch-state'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const { fields, fault } = readOpamFile(text)
    if (fault !== null) out.problem({ code: 'malformed', line: fault.line, detail: fault.what })
    const listOf = (name: string): readonly OpamValue[] => {
      const values = fields.find((field) => field.name === name)?.values ?? []
      return values[0]?.kind === 'list' ? values[0].items : values
    }
    const version = listOf('opam-version')[0]?.text ?? ''
    out.format(version)
    if (version !== '2.0' && version !== '2.1')
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no opam-version' : `opam-version ${version} is not known` })
    if (!fields.some(({ name, values }) => name === 'installed' && values.length > 0))
      out.problem({ code: 'malformed', detail: 'the file has no list of installed packages' })
    const roots = new Set(listOf('roots').map(({ text }) => text.replace(/\..*$/, '')))
    const installed = listOf('installed')
    out.entries(installed.length)
    for (const { text: entry, line } of installed) {
      const dot = entry.indexOf('.')
      if (dot < 1) {
        out.unknown(entry, line)
        continue
      }
      const name = entry.slice(0, dot)
      out.component({ name, version: entry.slice(dot + 1), line, ...(roots.size === 0 ? {} : { direct: roots.has(name) }) })
    }
  },
})

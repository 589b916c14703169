import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/** Dune's package management: one file a package in `dune.lock`, with `(version 1.2.3)` (Dune documentation, "Package Management"). */
export default defineExtractor({
  id: 'dune-lock',
  title: 'OCaml: dune.lock/*.pkg',
  type: 'opam',
  kind: 'lock',
  paths: ['dune.lock/'],
  claims: (path) => path.endsWith('.pkg'),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    out.entries(1)
    const name = nameOf(input.path).slice(0, -'.pkg'.length)
    const match = /\(version[ \t\r\n]+"?([^\s()"]+)"?\)/.exec(text)
    const line = match === null ? 1 : text.slice(0, match.index).split('\n').length
    if (match === null) out.problem({ code: 'malformed', line, detail: 'the package has no version' })
    out.component({ name, version: match?.[1] ?? '', line })
  },
})

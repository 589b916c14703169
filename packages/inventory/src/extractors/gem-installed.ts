import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { readGemSpecification } from '../ruby/gem-specification.ts'
import { reportConflict } from '../text/conflict-marker.ts'

const PLACE = /(?:^|\/)specifications\/(?:default\/)?[^/]+\.gemspec$/
/** No file system holds longer names. */
const MAX_NAME = 255

/**
 * An installed Ruby gem: its specification in a folder `specifications`, or `specifications/default` for those that come with Ruby
 * (RubyGems, Gem::Specification). What the file name says stands in for what cannot be read.
 */
export default defineExtractor({
  id: 'gem-installed',
  title: 'Installed Ruby gems (specifications/*.gemspec, specifications/default/*.gemspec)',
  type: 'gem',
  kind: 'installed',
  suffixes: ['.gemspec'],
  claims: (path) => PLACE.test(path),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const gem = readGemSpecification(text)
    out.format('')
    out.entries(1)
    for (const { what, line } of gem.faults) out.problem({ code: 'malformed', line, detail: what })
    const named = byFileName(nameOf(input.path))
    const name = gem.name || named.name
    const version = gem.version || named.version
    if (gem.name === '' || gem.version === '') {
      const missing = gem.name === '' ? 'name' : 'version'
      out.problem({ code: 'malformed', line: 1, detail: `the specification has no ${missing} that is written out` })
      if (name === '') return out.skip('specification without a name')
    }
    // As locks and file names have it: a gem is one component, built for whatever platform.
    out.component({ name, version, ...(gem.line === 0 ? {} : { line: gem.line }), licenses: gem.licenses })
  },
})

/** `name-version` or `name-version-platform`: the version starts at the last hyphen before a digit that a hyphen or the end follows. */
function byFileName(file: string): { readonly name: string; readonly version: string } {
  const full = file.slice(0, -'.gemspec'.length)
  const [, name = '', version = ''] = full.length > MAX_NAME ? [] : (/^(.+?)-(\d[0-9A-Za-z.]*)(?:-.+)?$/.exec(full) ?? [])
  return { name, version }
}

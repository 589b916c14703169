import { defineExtractor } from '../extractor.ts'

/** LuaRocks keeps one folder for each version of a rock: `rocks-5.4/<name>/<version>/<name>-<version>.rockspec`. */
const PLACE = /(?:^|\/)rocks(?:-\d[\d.]{0,10})?\/([^/]+)\/([^/]+)\/[^/]+\.rockspec$/
const NAME = /^[A-Za-z0-9][\w.-]{0,200}$/
/** The last number is the revision of the specification. */
const VERSION = /^[\w.+~]{1,100}-\d{1,9}$/

/** A rock that LuaRocks installed, by the folder it lies in. The specification is a program of Lua, and is not run. */
export default defineExtractor({
  id: 'luarocks-installed',
  title: 'Lua: installed rocks (rocks-*/<name>/<version>/*.rockspec)',
  type: 'luarocks',
  kind: 'installed',
  suffixes: ['.rockspec'],
  claims: (path) => PLACE.test(path),
  extract(input, out) {
    const [, name = '', version = ''] = PLACE.exec(input.path) ?? []
    out.format('')
    out.entries(1)
    if (input.file.size === 0) out.problem({ code: 'malformed', line: 1, detail: 'the specification is empty' })
    if (!NAME.test(name) || !VERSION.test(version)) {
      out.problem({ code: 'name-invalid', detail: `${name}/${version} is not the name and version of a rock` })
      return out.skip('rock without a name')
    }
    out.component({ name, version })
  },
})

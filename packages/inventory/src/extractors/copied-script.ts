import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { scriptName, statedVersion } from '../npm/script-library.ts'
import { isAside } from '../places.ts'

/** What a package manager put there is its own. */
const INSTALLED = /(?:^|\/)(?:node_modules|bower_components|site-packages|dist-packages|gems|Pods|Carthage|\.venv|venv|jspm_packages)\//

/**
 * Scripts of well-known libraries that somebody copied into the project for browsers: the library and its version are in the name of the
 * file (`jquery-3.4.1.min.js`), in the comment at its beginning or in its constant. A file of such a name that says nothing of the kind is
 * the project's own, unless it is minified: then its version is not known. A copied script of which no library is known is told.
 */
export default defineExtractor({
  id: 'copied-script',
  title: 'Scripts of well-known libraries copied into a project (jquery-3.4.1.min.js …)',
  type: 'npm',
  kind: 'installed',
  sourceOnly: true,
  suffixes: ['.min.js', '.pack.js'],
  affixes: [
    ['alpine', '.js'],
    ['angular', '.js'],
    ['axios', '.js'],
    ['backbone', '.js'],
    ['boot', '.js'],
    ['chart', '.js'],
    ['Chart', '.js'],
    ['htmx', '.js'],
    ['katex', '.js'],
    ['mermaid', '.js'],
    ['quill', '.js'],
    ['showdown', '.js'],
    ['summernote', '.js'],
    ['ckeditor', '.js'],
    ['crypto-js', '.js'],
    ['d3', '.js'],
    ['dompurify', '.js'],
    ['ember', '.js'],
    ['handlebars', '.js'],
    ['highlight', '.js'],
    ['jquery', '.js'],
    ['jszip', '.js'],
    ['knockout', '.js'],
    ['leaflet', '.js'],
    ['lodash', '.js'],
    ['marked', '.js'],
    ['moment', '.js'],
    ['mustache', '.js'],
    ['purify', '.js'],
    ['react', '.js'],
    ['select2', '.js'],
    ['socket.io', '.js'],
    ['tinymce', '.js'],
    ['underscore', '.js'],
    ['vue', '.js'],
    ['xlsx', '.js'],
  ],
  claims: (path) => scriptName(nameOf(path)) !== null && !INSTALLED.test(path),
  extract(input, out) {
    const named = scriptName(nameOf(input.path))
    if (named === null) return out.notMine()
    const { library, version, isMinified } = named
    if (library === '') {
      out.format('')
      out.entries(1)
      out.skip('copied script')
      const detail = 'a copied script of a library that cupel does not know by its name: it is not looked at'
      out.problem({
        code: 'unsupported-content',
        effect: 'note',
        detail,
        hint: 'get it with a package manager, or list it in an SBOM that lies in the tree',
      })
      return
    }
    const stated = version === '' ? statedVersion(library, input.text()) : version
    if (stated === '' && !isMinified) return out.notMine()
    out.format('')
    out.entries(1)
    out.component({ name: library, version: stated, line: 1, scopes: [isAside(input.path) ? 'dev' : 'runtime'], direct: true })
  },
})

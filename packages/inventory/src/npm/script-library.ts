/** Names of files that browsers are sent → npm package of the library. */
const LIBRARIES: Readonly<Record<string, string>> = {
  alpine: 'alpinejs',
  angular: 'angular',
  'angular-sanitize': 'angular-sanitize',
  axios: 'axios',
  backbone: 'backbone',
  bootbox: 'bootbox',
  bootstrap: 'bootstrap',
  'bootstrap.bundle': 'bootstrap',
  'bootstrap-select': 'bootstrap-select',
  'bootstrap-table': 'bootstrap-table',
  chart: 'chart.js',
  ckeditor: 'ckeditor4',
  'crypto-js': 'crypto-js',
  d3: 'd3',
  dompurify: 'dompurify',
  ember: 'ember-source',
  handlebars: 'handlebars',
  'handlebars.runtime': 'handlebars',
  highlight: 'highlight.js',
  htmx: 'htmx.org',
  jquery: 'jquery',
  'jquery.slim': 'jquery',
  'jquery-ui': 'jquery-ui',
  'jquery.ui': 'jquery-ui',
  'jquery-migrate': 'jquery-migrate',
  'jquery.validate': 'jquery-validation',
  'jquery.datatables': 'datatables.net',
  jszip: 'jszip',
  katex: 'katex',
  knockout: 'knockout',
  leaflet: 'leaflet',
  lodash: 'lodash',
  'lodash.core': 'lodash',
  marked: 'marked',
  mermaid: 'mermaid',
  moment: 'moment',
  'moment-with-locales': 'moment',
  mustache: 'mustache',
  purify: 'dompurify',
  quill: 'quill',
  react: 'react',
  'react-dom': 'react-dom',
  'react.production': 'react',
  'react-dom.production': 'react-dom',
  select2: 'select2',
  showdown: 'showdown',
  'socket.io': 'socket.io-client',
  summernote: 'summernote',
  tinymce: 'tinymce',
  underscore: 'underscore',
  'underscore-umd': 'underscore',
  vue: 'vue',
  'vue.global': 'vue',
  'vue.global.prod': 'vue',
  xlsx: 'xlsx',
  'xlsx.full': 'xlsx',
}

/** `jquery-3.4.1.min.js`, `jquery.min.js`, `vue@2.6.10.js`, `jquery-3.4.1.slim.min.js`. */
const NAME =
  /^(.+?)(?:[-.@_]v?(\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc)[.\d]*)?))?((?:[-.](?:slim|min|pack|packed|prod|full|core|umd|bundle))*)\.js$/i

/** What the name of a script says: a library that is known, or a version of something. */
export interface ScriptName {
  /** npm name; empty when no such library is known. */
  readonly library: string
  /** As in the name; empty when there is none. */
  readonly version: string
  readonly isMinified: boolean
}

/** null for a script that its name says nothing of. */
export function scriptName(file: string): ScriptName | null {
  const [, name = '', version = '', rest = ''] = NAME.exec(file) ?? []
  const isMinified = /[-.](?:min|pack|packed|prod)\b/i.test(rest)
  const known = name.toLowerCase()
  const library = Object.hasOwn(LIBRARIES, known) ? (LIBRARIES[known] as string) : ''
  if (library === '' && !(version !== '' && isMinified)) return null
  return { library, version, isMinified }
}

/** How a library calls itself at the beginning of its file. */
const LABELS: Readonly<Record<string, string>> = {
  alpinejs: 'alpine',
  angular: 'angularjs',
  'angular-sanitize': 'angularjs',
  'bootstrap-select': 'bootstrap-select',
  'chart.js': 'chart\\.js',
  ckeditor4: 'ckeditor',
  'datatables.net': 'datatables',
  'ember-source': 'ember',
  'highlight.js': 'highlight\\.js',
  'htmx.org': 'htmx',
  'jquery-ui': 'jquery ui',
  'jquery-migrate': 'jquery migrate',
  'jquery-validation': 'jquery validation plugin',
  'react-dom': 'react',
  'socket.io-client': 'socket\\.io',
  vue: 'vue(?:\\.js)?',
}

const VERSION = '(\\d+\\.\\d+\\.\\d+(?:-(?:alpha|beta|rc)[.-]?\\d*)?)'

/**
 * The version that a library's own file states: behind its name in the comment at the beginning, or in its constant `VERSION`. Empty when it
 * states none.
 */
export function statedVersion(library: string, text: string): string {
  const head = text.slice(0, 1500)
  // The comment of Lodash names Underscore's version.
  const label = library === 'lodash' ? null : (LABELS[library] ?? library.replace(/[.*+]/g, '\\$&'))
  const comment = label === null ? null : new RegExp(`\\b${label}\\b[^\\n\\d]{0,80}(?:\\n[^\\n\\d]{0,40})?\\bv?${VERSION}`, 'i').exec(head)
  if (comment !== null) return comment[1] as string
  const named = new RegExp(library.split(/[-.]/)[0] as string, 'i').test(head)
  return named ? (new RegExp(`\\b(?:VERSION|version)["']?[ \\t]*[=:][ \\t]*["']${VERSION}["']`).exec(text)?.[1] ?? '') : ''
}

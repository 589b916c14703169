import { defineExtractor } from '../extractor.ts'
import { moduleName } from '../go/module-name.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/**
 * vendor/modules.txt (Go Modules Reference, "Vendoring"): the modules whose packages lie in the vendor folder, after `replace`. A
 * module that gave no package is only listed for consistency and skipped.
 */
export default defineExtractor({
  id: 'go-vendor-modules',
  title: 'Go: vendor/modules.txt',
  type: 'golang',
  kind: 'installed',
  paths: ['vendor/modules.txt'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    let module: { readonly path: string; readonly version: string; readonly local: boolean; readonly line: number } | null = null
    let packages = 0
    let number = 0
    function close(): void {
      if (module === null) return
      out.entries(1)
      if (module.local) out.skip('replaced by a local path')
      else if (packages === 0) out.skip('module without vendored packages')
      else {
        if (module.version === '') out.problem({ code: 'malformed', line: module.line, detail: `${module.path} has no version` })
        out.component({ ...moduleName(module.path), version: module.version, line: module.line })
      }
      module = null
    }
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trim()
      if (line === '' || line.startsWith('## ')) continue
      if (!line.startsWith('#')) {
        packages++
        // A package path has no white space; what is before any module was cut off.
        if (module === null || /\s/.test(line)) out.unknown(line, number)
        continue
      }
      close()
      packages = 0
      module = moduleOf(line, number)
      if (module === null) out.unknown(line, number)
    }
    close()
    if (number === 1 && text === '') out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

/** `# path version`, `# path [version] => path version`, `# path [version] => folder`. */
function moduleOf(line: string, number: number): { path: string; version: string; local: boolean; line: number } | null {
  const words = line.split(/\s+/)
  const arrow = words.indexOf('=>')
  const [path, version = ''] = arrow < 0 ? words.slice(1) : words.slice(arrow + 1)
  if (words[0] !== '#' || path === undefined || words.length > 6) return null
  return { path, version, local: arrow > 0 && version === '', line: number }
}

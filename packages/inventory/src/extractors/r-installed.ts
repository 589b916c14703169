import { defineExtractor } from '../extractor.ts'
import { readCoreMetadata } from '../python/core-metadata.ts'

/** License fields name files beside the package (`MIT + file LICENSE`), which say nothing more about the kind. */
const FILE = /\s*[|+]\s*file\s+LICEN[CS]E\s*$/

/** Where R keeps what it installed. */
const LIBRARY = /(?:^|\/)(?:site-)?library\/[^/]+\/DESCRIPTION$/

/**
 * An installed R package: `DESCRIPTION` with a `Built` field (Writing R Extensions, "The DESCRIPTION file"). Packages that come with R
 * itself are skipped; without `Built` it is a source, whose packages nothing pins.
 */
export default defineExtractor({
  id: 'r-installed',
  title: 'R: DESCRIPTION of installed packages',
  type: 'cran',
  kind: 'installed',
  files: ['DESCRIPTION'],
  extract(input, out) {
    const { values, lines } = readCoreMetadata(input.text())
    const field = (name: string): string => values.get(name)?.[0] ?? ''
    const [name, version] = [field('package'), field('version')]
    const installed = LIBRARY.test(input.path)
    if (!installed && (field('built') === '' || name === '')) return out.notMine()
    out.format('')
    out.entries(1)
    if (field('priority') === 'base') return out.skip('package of R itself')
    if (field('built') === '') out.problem({ code: 'malformed', detail: 'no field Built: the file may be cut short' })
    if (name === '') {
      out.problem({ code: 'malformed', detail: 'the package has no name' })
      return out.skip('record without a name')
    }
    const line = lines.get('package') ?? 1
    if (version === '') out.problem({ code: 'malformed', line, detail: `${name} has no version` })
    const bioconductor = values.has('biocviews')
    const license = field('license').replace(FILE, '')
    out.component({ type: bioconductor ? 'bioconductor' : 'cran', name, version, line, licenses: license === '' ? [] : [license] })
  },
})

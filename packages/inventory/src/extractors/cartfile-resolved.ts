import { swiftPackage } from '../apple/swift-package.ts'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

const LINE = /^(github|git|binary)\s+"([^"]+)"\s+"([^"]+)"$/
const COMMIT = /^[0-9a-f]{40}$/i

/**
 * Cartfile.resolved of Carthage (its Artifacts.md): `github|git|binary "where" "version"` a line. A repository is the same
 * package as in Swift Package Manager and gets the same purl; a binary is generic, named for its specification file.
 */
export default defineExtractor({
  id: 'cartfile-resolved',
  title: 'Carthage: Cartfile.resolved',
  type: 'swift',
  kind: 'lock',
  files: ['Cartfile.resolved'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    let number = 0
    let seen = false
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trim()
      if (line === '' || line.startsWith('#')) continue
      seen = true
      const match = LINE.exec(line)
      if (match === null) {
        out.unknown(line, number)
        continue
      }
      out.entries(1)
      const [, origin = '', where = '', pinned = ''] = match
      if (origin === 'binary') {
        const name = where.slice(where.lastIndexOf('/') + 1).replace(/\.json$/, '')
        out.component({ type: 'generic', name, version: pinned, qualifiers: { download_url: where }, line: number })
        continue
      }
      const commit = COMMIT.test(pinned)
      const url = origin === 'github' && !where.includes('://') ? `https://github.com/${where}` : where
      const found = swiftPackage({ url, identity: where, version: commit ? '' : pinned, revision: commit ? pinned : '' })
      if (found === 'local') out.skip('local path')
      else if (found === null) out.problem({ code: 'name-invalid', line: number, detail: `the repository ${where} is not understood` })
      else out.component({ ...found, line: number })
    }
    if (!seen) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

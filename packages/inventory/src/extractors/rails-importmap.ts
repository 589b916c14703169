import { defineExtractor } from '../extractor.ts'
import type { FoundPackage } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

const PIN = /^pin[ \t(]+["']([^"']+)["'](.*)$/
/** `…/npm:react@17.0.1/index.js` and `…/npm/react@17.0.1/+esm` of the usual delivery networks. */
const ADDRESS = /\bto:[ \t]*["'](https?:\/\/[^"']+)["']/
const IN_ADDRESS = /(?:npm[:/]|\/)((?:@[\w.-]+\/)?[\w.-]+)@(\d+(?:\.\d+)*[\w.+-]*)/
const KNOWN = /^(?:pin_all_from\b|#|$)/

/**
 * config/importmap.rb of importmap-rails: npm packages that the browser loads, by the version in their address, or in the comment behind
 * the pin where the file was copied into the project (`pin "x" # @1.2.3`). Pins of the project's own files give nothing.
 */
export default defineExtractor({
  id: 'rails-importmap',
  title: 'Rails: config/importmap.rb: npm packages that the browser loads',
  type: 'npm',
  kind: 'manifest',
  sourceOnly: true,
  files: ['importmap.rb'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    let number = 0
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trim()
      const [, name, rest = ''] = PIN.exec(line) ?? []
      if (name === undefined) {
        // It is a program; what else it does, nobody knows.
        if (/^pin\b/.test(line) && !KNOWN.test(line)) out.unknown(line, number)
        continue
      }
      out.entries(1)
      const found = packageOf(name, rest)
      if (found === null) out.skip('pin of an own file')
      else out.component({ ...found, line: number, direct: true })
    }
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) out.problem({ code: 'malformed', detail: 'control characters in a program' })
    if (text.trim() === '') out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

function packageOf(pinned: string, rest: string): FoundPackage | null {
  const address = ADDRESS.exec(rest)?.[1]
  const comment = /#[ \t]*@(\d[\w.+-]*)/.exec(rest)?.[1]
  const [, name = pinned, version = comment ?? ''] = (address === undefined ? null : IN_ADDRESS.exec(address)) ?? []
  if (version === '' && address === undefined) return null
  // A pin of a part of a package (`a/b`) is of the package.
  const parts = name.split('/')
  const namespace = name.startsWith('@') ? parts[0] : undefined
  const own = namespace === undefined ? parts[0] : parts[1]
  return own === undefined || own === '' ? null : { ...(namespace === undefined ? {} : { namespace }), name: own, version }
}

import type { Collector } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

const NAME = /^(?:any\.|setup\.|[A-Za-z0-9-]+:setup\.)?([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)$/
const FIELD = /^([A-Za-z][A-Za-z0-9-]*)\s*:(.*)$/

/**
 * cabal.project.freeze, as `cabal freeze` writes it: constraints `any.name ==1.2.3` (cabal user guide, "constraints"). Flag
 * settings are known and give nothing; `installed` and ranges pin no version. Edges are not in the file.
 */
export default defineExtractor({
  id: 'cabal-freeze',
  title: 'Haskell: cabal.project.freeze',
  type: 'hackage',
  kind: 'lock',
  files: ['cabal.project.freeze'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    let field = ''
    let number = 0
    let seen = false
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trim()
      if (line === '' || line.startsWith('--')) continue
      const start = /^\s/.test(raw) ? null : FIELD.exec(line)
      if (start !== null) field = (start[1] as string).toLowerCase()
      else if (!/^\s/.test(raw)) {
        out.unknown(line, number)
        field = ''
        continue
      }
      if (field !== 'constraints') continue
      seen = true
      for (const item of (start === null ? line : (start[2] as string)).split(',')) {
        if (item.trim() !== '') readConstraint(item.trim(), { line: number, out })
      }
    }
    if (!seen) out.problem({ code: 'malformed', effect: 'note', detail: 'the file has no constraints' })
  },
})

function readConstraint(item: string, { line, out }: { readonly line: number; readonly out: Collector }): void {
  const space = item.search(/[\s=<>^]/)
  const name = NAME.exec(space < 0 ? item : item.slice(0, space))?.[1]
  const rest = space < 0 ? '' : item.slice(space).trim()
  if (name === undefined || rest === '') return out.unknown(item, line)
  out.entries(1)
  if (/^[+-]/.test(rest)) return out.skip('flag setting')
  if (rest === 'source' || rest === 'test' || rest === 'bench') return out.skip('setting')
  const exact = /^==\s*([0-9]+(?:\.[0-9]+)*)$/.exec(rest)?.[1] ?? ''
  if (exact === '' && !/^(?:installed|[=<>^][\d.\s=<>^&|()*]+)$/.test(rest)) out.unknown(item, line)
  const setup = item.slice(0, space).includes('setup.')
  out.component({ name, version: exact, line, ...(setup ? { scopes: ['build'] } : {}) })
}

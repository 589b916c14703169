import type { NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { parseDistribution } from '../perl/distribution.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/**
 * cpanfile.snapshot of Carton, format 1.0: distributions with the modules they provide and need. An edge leads to the
 * distribution that provides the module; what none provides belongs to perl itself.
 */
export default defineExtractor({
  id: 'cpanfile-snapshot',
  title: 'Perl: cpanfile.snapshot',
  type: 'cpan',
  kind: 'lock',
  files: ['cpanfile.snapshot'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const providers = new Map<string, NodeId>()
    const needs: (readonly [NodeId, string])[] = []
    let started = false
    let heading = { text: '', line: 0 }
    let node: NodeId | null = null
    let section = ''
    let number = 0

    function endEntry(): void {
      if (heading.text !== '' && node === null) {
        out.problem({ code: 'malformed', line: heading.line, detail: `${heading.text} has no pathname` })
      }
      node = null
      section = ''
    }
    for (const raw of text.split('\n')) {
      number++
      const line = raw.trimEnd()
      const body = line.trimStart()
      const indent = line.length - body.length
      if (body === '') continue
      const version = /^# carton snapshot format: version (\S+)$/.exec(line)?.[1]
      if (version !== undefined) {
        out.format(version)
        if (version !== '1.0') out.problem({ code: 'unsupported-version', line: number, detail: `snapshot format ${version} is not known` })
      }
      if (body.startsWith('#')) continue
      if (indent === 0) {
        if (line !== 'DISTRIBUTIONS') out.unknown(line, number)
        else if (started) out.problem({ code: 'malformed', line: number, detail: 'DISTRIBUTIONS stands twice: two files in one' })
        started = true
      } else if (indent === 2) {
        endEntry()
        out.entries(1)
        heading = { text: body, line: number }
      } else if (indent === 4 && body.startsWith('pathname: ')) {
        const path = body.slice('pathname: '.length)
        const found = parseDistribution(path)
        // Git and local distributions have a path that is no CPAN path; the heading names them.
        const named = found?.version === '' || found === null ? parseDistribution(heading.text) : found
        if (named !== null) {
          node = out.component({ namespace: found?.author ?? '', name: named.name, version: named.version, line: heading.line })
        }
      } else if (indent === 4 && /^[a-z_]+:$/.test(body)) section = body
      else if (indent === 6 && node !== null && section !== '') {
        const module = body.split(' ', 1)[0] as string
        if (section === 'provides:') providers.set(module, node)
        else if (section === 'requirements:') needs.push([node, module])
      } else out.unknown(line, number)
    }
    endEntry()
    if (!started) out.problem({ code: 'malformed', detail: 'the section DISTRIBUTIONS is missing' })
    for (const [from, module] of needs) {
      const to = providers.get(module)
      if (to !== undefined && to !== from) out.edge(from, to)
    }
  },
})

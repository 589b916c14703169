import { defineExtractor } from '../extractor.ts'
import { findDistribution } from '../os/find-distribution.ts'
import { hexHash } from '../text/digest.ts'

const PLACE = /(?:^|\/)var\/lib\/pacman\/local\/[^/]+\/desc$/

/**
 * Packages installed by pacman (Arch Linux …): one `desc` file each in the local database, sections of `%NAME%` and lines
 * (alpm-db-desc). OSV has no advisories for them, which matching says.
 */
export default defineExtractor({
  id: 'pacman-local',
  title: 'Packages installed by pacman (Arch Linux …)',
  type: 'alpm',
  kind: 'installed',
  files: ['desc'],
  claims: (path) => PLACE.test(path),
  extract(input, out) {
    const fields = new Map<string, string[]>()
    let values: string[] = []
    const lines = new Map<string, number>()
    const text = input.text()
    if (text.includes('\0')) out.problem({ code: 'malformed', detail: 'there are zero bytes in the record' })
    for (const [at, raw] of text.split('\n').entries()) {
      const line = raw.trim()
      const section = /^%([A-Z0-9]+)%$/.exec(line)?.[1]
      if (section !== undefined) {
        fields.set(section, (values = []))
        lines.set(section, at + 2)
      } else if (line !== '') values.push(line)
    }
    out.format('')
    out.entries(1)
    const field = (name: string): string => fields.get(name)?.[0] ?? ''
    const [name, version] = [field('NAME'), field('VERSION')]
    const line = lines.get('NAME') ?? 1
    if (name === '' || version === '') {
      out.problem({ code: 'malformed', line, detail: `a package without ${name === '' ? 'name' : 'version'}` })
      if (name === '') return out.skip('record without a name')
    }
    const { namespace } = findDistribution('alpm', input, out)
    const base = field('BASE')
    out.component({
      namespace: namespace === '' ? 'arch' : namespace,
      name,
      version,
      ecosystem: '',
      qualifiers: { arch: field('ARCH'), ...(base === '' || base === name ? {} : { upstream: base }) },
      line,
      licenses: fields.get('LICENSE') ?? [],
      direct: field('REASON') !== '1',
      hashes: hexHash('sha256', field('SHA256SUM')),
    })
  },
})

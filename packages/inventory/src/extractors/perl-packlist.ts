import { defineExtractor } from '../extractor.ts'
import type { ExtractInput } from '../extractor.ts'
import { moduleVersion } from '../perl/module-version.ts'

const PLACE = /(?:^|\/)auto\/((?:\w+\/)+)\.packlist$/

/**
 * A distribution that Perl's own tools installed (ExtUtils::Packlist): `auto/Foo/Bar/.packlist` lists its files, the module tells the version.
 * What cpanm has a record of is read there. The distribution nearly always has the name of its main module.
 */
export default defineExtractor({
  id: 'perl-packlist',
  title: 'Perl: installed distributions without a record of cpanm (auto/**/.packlist)',
  type: 'cpan',
  kind: 'installed',
  files: ['.packlist'],
  claims: (path) => PLACE.test(path),
  extract(input, out) {
    const module = (PLACE.exec(input.path)?.[1] ?? '').slice(0, -1).split('/')
    const name = module.join('-')
    out.format('')
    out.entries(1)
    const up = '../'.repeat(module.length + 1)
    if (input.list(`${up}.meta`).some((folder) => folder.startsWith(`${name}-`) && /^v?\d/.test(folder.slice(name.length + 1))))
      return out.skip('distribution with a record of cpanm')
    if (input.file.size === 0) out.problem({ code: 'malformed', effect: 'note', detail: 'the list names no file' })
    const version = versionOf(input, { up, file: `${module.join('/')}.pm` })
    if (version === '')
      out.problem({ code: 'version-unpinned', detail: `which version of ${name} is installed is not written out in its module` })
    out.component({ name, version })
  },
})

/** Modules with compiled parts lie beside `auto`, others of the same list a folder above or in the folder of the site. */
function versionOf({ read, list }: ExtractInput, { up, file }: { readonly up: string; readonly file: string }): string {
  const slash = file.lastIndexOf('/') + 1
  for (const top of [up, `${up}../`, `${up}../../`]) {
    if (!list(`${top}${file.slice(0, slash)}`).includes(file.slice(slash))) continue
    const version = moduleVersion(read(`${top}${file}`) ?? '')
    if (version !== '') return version
  }
  return ''
}

import { folderOf } from '@cupel/source'
import type { Collector, ExtractInput } from '../extractor.ts'
import type { Distribution, PackageKind } from './distribution.ts'
import { distributionOf } from './distribution.ts'
import { parseOsRelease } from './os-release.ts'

/** Folders, from the top of a system, in which the package managers keep their databases. */
const DATABASE_FOLDERS = [
  'lib/apk/db',
  'usr/lib/apk/db',
  'var/lib/chisel',
  'var/lib/dpkg',
  'var/lib/dpkg/status.d',
  'usr/lib/dpkg',
  'usr/lib/dpkg/status.d',
  'var/lib/rpm',
  'usr/share/rpm',
  'usr/lib/sysimage/rpm',
]

/** Relative path from the database's folder to the top of its system: `../../..` of `var/lib/dpkg`. */
export function systemTop(path: string): string {
  const folder = folderOf(path)
  // One folder a package, four below the top.
  if (/(?:^|\/)var\/lib\/pacman\/local\/[^/]+$/.test(folder)) return '../../../../..'
  const fitting = DATABASE_FOLDERS.filter((known) => folder === known || folder.endsWith('/' + known))
  const longest = fitting.reduce((longer, known) => (known.length > longer.length ? known : longer), '')
  return longest === '' ? '.' : longest.replace(/[^/]+/g, '..')
}

/**
 * The distribution whose packages the database at `input.path` lists, by the os-release of the same system. Without one nothing is
 * guessed: the ecosystem stays empty and a problem says so.
 */
export function findDistribution(kind: PackageKind, input: ExtractInput, out: Collector): Distribution {
  const top = systemTop(input.path)
  for (const place of ['etc/os-release', 'usr/lib/os-release']) {
    const text = input.read(`${top}/${place}`)
    if (text === null) continue
    const release = parseOsRelease(text)
    if ((release.get('ID') ?? '') !== '') return distributionOf(kind, release)
  }
  const alpine = kind === 'apk' ? input.read(`${top}/etc/alpine-release`) : null
  if (alpine !== null) {
    const values: readonly (readonly [string, string])[] = [
      ['ID', 'alpine'],
      ['VERSION_ID', alpine.trim()],
    ]
    return distributionOf(kind, new Map(values))
  }
  out.problem({
    code: 'include-missing',
    detail: 'no os-release of this system: the distribution of the packages is not known, so they cannot be matched',
    hint: 'scan the whole root file system or the image',
  })
  return { namespace: '', distro: '', ecosystem: '' }
}

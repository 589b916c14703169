import { defineExtractor } from '../extractor.ts'

/** Ending of a path → whose packages it holds. */
const DATABASES: readonly (readonly [path: string, of: string])[] = [
  ['lib/opkg/status', 'opkg'],
  ['nix/var/nix/db/db.sqlite', 'Nix'],
  ['lib/snapd/state.json', 'snapd'],
  ['snap/manifest.yaml', 'Snapcraft'],
  ['share/snappy/dpkg.yaml', 'Snapcraft'],
  ['lib/eopkg/info/version', 'eopkg'],
  ['lib/xbps/pkgdb-0.38.plist', 'xbps'],
  ['lib/flatpak/repo/config', 'Flatpak'],
  ['var/db/pkg/.pkg.portage.lockfile', 'Portage'],
  ['lib/swupd/version', 'swupd'],
  ['lib/rpmmanifest/container-manifest-2', 'rpm'],
]

/** Records that package managers keep one a package: file name, the place that makes it one, and whose it is. */
const RECORDS: readonly (readonly [file: string, place: RegExp, of: string])[] = [
  ['CONTENTS', /(?:^|\/)var\/db\/pkg\/[^/]+\/[^/]+\/CONTENTS$/, 'Portage'],
  ['conaninfo.txt', /(?:^|\/)\.conan2?\/(?:.*\/)?conaninfo\.txt$/, 'Conan'],
]

/** Databases of package managers that are known by their place and not read: a system whose packages nobody saw is not clean. */
export default defineExtractor({
  id: 'unread-database',
  title: 'Package databases that are reported as not read (opkg, Nix, snapd, xbps, Flatpak, Portage …)',
  type: 'generic',
  kind: 'installed',
  files: RECORDS.map(([file]) => file),
  paths: DATABASES.map(([path]) => path),
  claims: (path) => ofWhom(path) !== undefined,
  extract(input, out) {
    const of = ofWhom(input.path) ?? ''
    out.format('', of.toLowerCase())
    out.problem({
      code: 'unsupported-content',
      detail: `packages that ${of} installed are not read`,
      hint: 'scan an SBOM that the system or the maker of the image gives',
    })
  },
})

function ofWhom(path: string): string | undefined {
  return DATABASES.find(([end]) => path === end || path.endsWith(`/${end}`))?.[1] ?? RECORDS.find(([, place]) => place.test(path))?.[2]
}

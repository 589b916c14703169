import { defineExtractor } from '../extractor.ts'

/** Ending of a path → whose packages it holds. */
const DATABASES: readonly (readonly [path: string, of: string])[] = [
  ['lib/opkg/status', 'opkg'],
  ['nix/var/nix/db/db.sqlite', 'Nix'],
  ['lib/snapd/state.json', 'snapd'],
  ['lib/eopkg/info/version', 'eopkg'],
  ['lib/xbps/pkgdb-0.38.plist', 'xbps'],
  ['lib/flatpak/repo/config', 'Flatpak'],
  ['var/db/pkg/.pkg.portage.lockfile', 'Portage'],
  ['lib/swupd/version', 'swupd'],
]

/** Databases of package managers that are known by their place and not read: a system whose packages nobody saw is not clean. */
export default defineExtractor({
  id: 'unread-database',
  title: 'Package databases that are reported as not read (opkg, Nix, snapd, xbps, Flatpak, Portage …)',
  type: 'generic',
  kind: 'installed',
  paths: DATABASES.map(([path]) => path),
  extract(input, out) {
    const of = DATABASES.find(([path]) => input.path.endsWith(path))?.[1] ?? ''
    out.format('', of.toLowerCase())
    out.problem({
      code: 'unsupported-content',
      detail: `packages that ${of} installed are not read`,
      hint: 'scan an SBOM that the system or the maker of the image gives',
    })
  },
})

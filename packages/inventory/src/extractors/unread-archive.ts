import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { unreadEffect } from '../places.ts'

/** Endings of archives with programs or packages in them. */
const ENDINGS: readonly string[] = (
  '.phar .pyz .pyzw .pex .vsix .xpi .crx .ez .asar .rock .mpackage ' +
  // Applications of telephones, and packages of Alpine.
  '.apk .aab .xapk .ipa ' +
  // Packages of systems that lie there without being installed.
  '.deb .udeb .rpm .ipk .snap .flatpak .AppImage .appx .appxbundle .msix .msixbundle .msi'
).split(' ')

/** Archives that hold programs or packages and that nobody looks into. Named to cupel by themselves, those that are zips are read. */
export default defineExtractor({
  id: 'unread-archive',
  title: 'Archives with programs or packages, reported as not looked into',
  type: 'generic',
  kind: 'binary',
  suffixes: ENDINGS,
  extract(input, out) {
    const ending = input.path.slice(input.path.lastIndexOf('.'))
    out.format('', ending.slice(1).toLowerCase())
    if (input.file.size === 0) return out.skip('empty file')
    out.problem({
      code: 'unsupported-content',
      effect: unreadEffect(input),
      detail: `what is packed into a *${ending} was not looked at: ${nameOf(input.path)}`,
      hint: 'scan what is in it by itself, list it in an SBOM in the tree, or leave it out with --exclude',
    })
  },
})

import { readJson } from '@cupel/formats'
import { folderOf, nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { Collector, ExtractInput } from '../extractor.ts'
import { readCoreMetadata } from '../python/core-metadata.ts'
import { metadataLicenses } from '../python/metadata-licenses.ts'
import { pypiName } from '../python/pypi-name.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readBeside } from '../text/read-beside.ts'
import { vcsUrl } from '../text/vcs-url.ts'

const MAX_HEAD_BYTES = 4 * 1024 * 1024

/**
 * An installed Python distribution (PyPA "Recording installed projects"): `*.dist-info/METADATA`, `*.egg-info/PKG-INFO`,
 * `EGG-INFO/PKG-INFO` and the single-file `*.egg-info`. Editable installs and a source tree's own metadata are first-party.
 */
export default defineExtractor({
  id: 'python-installed',
  title: 'Installed Python distributions (dist-info, egg-info)',
  type: 'pypi',
  kind: 'installed',
  files: ['METADATA', 'PKG-INFO'],
  suffixes: ['.egg-info'],
  claims: (path) => isMetadata(path),
  extract(input, out) {
    const text = headText(input)
    reportConflict(text, out)
    const metadata = readCoreMetadata(text)
    const name = metadata.values.get('name')?.[0] ?? ''
    const version = metadata.values.get('version')?.[0] ?? ''
    out.format(metadata.values.get('metadata-version')?.[0] ?? '')
    out.entries(1)
    const line = metadata.lines.get('name')
    if (name === '' || version === '') {
      out.problem({ code: 'malformed', line: line ?? 1, detail: `the metadata has no ${name === '' ? 'Name' : 'Version'} field` })
      if (name === '') {
        out.skip('metadata without a name')
        return
      }
    }
    if ((name + version).includes('\ufffd')) out.problem({ code: 'malformed', line: line ?? 1, detail: 'the name or version is not UTF-8' })
    const licenses = metadataLicenses(metadata)
    const origin = readBeside(input, out, { name: 'direct_url.json', read: (text) => asObject(readJson(text)) })
    if (isOwn(input) || asObject(origin?.['dir_info'])?.['editable'] === true) {
      out.project({ name, version, licenses, folder: '..' })
      out.skip('own project')
      return
    }
    const requested = wasRequested(input)
    out.component({
      name: pypiName(name),
      version,
      ...qualifiersOf(origin),
      ...(line === undefined ? {} : { line }),
      ...(requested === null ? {} : { direct: requested }),
      licenses,
    })
    checkName(nameOf(folderOf(input.path)), name, out)
  },
})

/** The headers come first; a description can be long, and in old distributions it can be in another encoding than UTF-8. */
function headText({ file }: ExtractInput): string {
  const text = new TextDecoder().decode(file.read(0, Math.min(file.size, MAX_HEAD_BYTES)))
  const end = text.search(/\S\r?\n\r?\n/)
  return end < 0 ? text : text.slice(0, end + 1)
}

function isMetadata(path: string): boolean {
  const folder = nameOf(folderOf(path))
  const name = nameOf(path)
  if (name === 'METADATA') return folder.endsWith('.dist-info')
  if (name === 'PKG-INFO') return folder.endsWith('.egg-info') || folder === 'EGG-INFO'
  return name.endsWith('.egg-info')
}

/** Metadata that a build left in the source tree of its own project. */
function isOwn(input: ExtractInput): boolean {
  if (nameOf(input.path) !== 'PKG-INFO' || /(?:^|\/)(?:site|dist)-packages\//.test(input.path)) return false
  return ['..', '../..'].some((folder) => input.list(folder).some((name) => name === 'setup.py' || name === 'pyproject.toml'))
}

/** `REQUESTED` marks what the user asked for; only pip and uv write it, so its absence tells nothing with other installers. */
function wasRequested(input: ExtractInput): boolean | null {
  if (!input.path.endsWith('/METADATA')) return null
  const files = input.list('.')
  if (files.includes('REQUESTED')) return true
  if (!files.includes('INSTALLER')) return null
  return /^(?:pip|uv)\s*$/.test(input.read('INSTALLER') ?? '') ? false : null
}

/** PyPA "Recording the direct URL origin of installed distributions". */
function qualifiersOf(origin: JsonObject | null): { readonly qualifiers?: Readonly<Record<string, string>> } {
  const vcs = asObject(origin?.['vcs_info'])
  if (vcs === null) return {}
  return { qualifiers: { vcs_url: vcsUrl(asString(vcs['vcs']) || 'git', asString(origin?.['url']), asString(vcs['commit_id'])) } }
}

/** A folder that says another name than its metadata is worth a look: it can hide a package from tools that read only one. */
function checkName(folder: string, name: string, out: Collector): void {
  if (!folder.endsWith('.dist-info')) return
  const stated = folder.slice(0, -'.dist-info'.length).split('-')[0] ?? ''
  if (pypiName(stated) === pypiName(name)) return
  out.problem({ code: 'unsupported-content', effect: 'note', detail: `the folder ${folder} holds the metadata of ${name}` })
}

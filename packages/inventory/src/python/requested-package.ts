import { nameOf } from '@cupel/source'
import type { FoundPackage } from '../extractor.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { artifactVersion } from './artifact-version.ts'
import { pypiName } from './pypi-name.ts'
import { parseRequirement, pinnedVersion } from './requirement.ts'
import type { RequirementParts } from './requirement-options.ts'

/** The package a requirement names, or why it names none. */
export type RequestedPackage =
  | { readonly package: Pick<FoundPackage, 'name' | 'version' | 'qualifiers'> }
  | { readonly package: null; readonly reason: 'local path' | 'URL without a package name' | 'not understood' }

/**
 * Reads one requirement: a specifier, `name @ URL`, a version control URL, the URL or path of a wheel or source archive (whose
 * file name tells name and version), or a project folder. `version` is empty unless it is pinned.
 */
export function requestedPackage({ requirement: text, editable }: RequirementParts): RequestedPackage {
  const requirement = parseRequirement(text)
  if (requirement !== null && requirement.url === '') {
    return { package: { name: requirement.name, version: pinnedVersion(requirement.specifier) } }
  }
  const url = requirement?.url ?? text
  const name = requirement?.name ?? eggOf(url)
  const tool = /^(git|hg|bzr|svn)\+/.exec(url)?.[1]
  if (tool !== undefined) {
    const address = url.replace(/#.*$/s, '')
    if (name === '') return { package: null, reason: 'URL without a package name' }
    return { package: { name, version: tagVersion(address), qualifiers: { vcs_url: vcsUrl(tool, address, '') } } }
  }
  const version = artifactVersion(url)
  const fromFile = version === '' ? '' : artifactName(url, version)
  if (/^https?:/.test(url)) {
    if (name !== '' || fromFile !== '') return { package: { name: name || fromFile, version } }
    return { package: null, reason: 'URL without a package name' }
  }
  if (fromFile !== '') return { package: { name: name || fromFile, version } }
  const path = /^(?:file:|[./~\\]|[A-Za-z]:[\\/])/.test(url) || /[\\/]|\.(?:whl|zip|gz)$/.test(url.replace(/\[.*$/s, ''))
  return { package: null, reason: editable || path ? 'local path' : 'not understood' }
}

function artifactName(url: string, version: string): string {
  const file = nameOf(url.replace(/[?#].*$/s, '').replaceAll('\\', '/'))
  const name = file.slice(0, Math.max(0, file.indexOf(`-${version}`)))
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) ? pypiName(name) : ''
}

function eggOf(url: string): string {
  const egg = /[#&]egg=([^&#[\]]+)/.exec(url)?.[1] ?? ''
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(egg) ? pypiName(egg) : ''
}

/** The release a tag such as `v1.2.3` names; `` for a branch or commit. */
function tagVersion(address: string): string {
  const ref = /@([^@/]+)$/.exec(address)?.[1] ?? ''
  return /^v?(\d+(?:\.\d+)+(?:(?:a|b|rc|\.post|\.dev)\d+)?)$/.exec(ref)?.[1] ?? ''
}

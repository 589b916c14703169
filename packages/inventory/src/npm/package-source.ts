/** Where a lock file says the bytes of a package come from. */
export interface PackageSource {
  readonly kind: 'registry' | 'git' | 'tarball' | 'local'
  /** purl qualifier `vcs_url` of a git source, SPDX form `git+https://host/path@commit`; otherwise empty. */
  readonly vcsUrl: string
}

const REGISTRY: PackageSource = { kind: 'registry', vcsUrl: '' }
const TARBALL: PackageSource = { kind: 'tarball', vcsUrl: '' }
const LOCAL: PackageSource = { kind: 'local', vcsUrl: '' }
const HOSTS: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
  gist: 'gist.github.com',
}

/**
 * Reads a `resolved` value or a dependency spec (npm-package-arg's forms). Credentials in addresses are dropped.
 * What is not recognised as git, an address or a path counts as from a registry.
 */
export function packageSource(spec: string): PackageSource {
  if (spec === '') return REGISTRY
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(spec)?.[1] ?? ''
  if (scheme === 'http' || scheme === 'https') return addressSource(spec)
  if (scheme === 'file' || scheme === 'link' || scheme === 'portal' || scheme === 'workspace') return LOCAL
  if (spec.startsWith('./') || spec.startsWith('../') || spec.startsWith('/')) return LOCAL
  if (scheme.startsWith('git+') || scheme === 'git' || scheme === 'ssh') return gitSource(spec)
  const host = HOSTS[scheme]
  if (host !== undefined) return gitSource(`git+https://${host}/${spec.slice(scheme.length + 1)}`)
  if (/^git@[^/]*:/.test(spec)) return gitSource(`git+ssh://${spec.replace(':', '/')}`)
  if (scheme === '' && /^[\w.-]+\/[\w.-]+(?:#|$)/.test(spec)) return gitSource(`git+https://github.com/${spec}`)
  return REGISTRY
}

function addressSource(address: string): PackageSource {
  const archive =
    /^https?:\/\/codeload\.github\.com\/([^/]+\/[^/]+)\/(?:legacy\.)?tar\.gz\/([^/?#]+)/.exec(address) ??
    /^https?:\/\/github\.com\/([^/]+\/[^/]+)\/archive\/([^/?#]+)\.tar\.gz/.exec(address)
  if (archive !== null) return { kind: 'git', vcsUrl: `git+https://github.com/${archive[1]}@${archive[2]}` }
  const hash = address.indexOf('#')
  const path = hash < 0 ? address : address.slice(0, hash)
  if (path.endsWith('.git') || address.includes('#commit=')) return gitSource('git+' + address)
  return TARBALL
}

function gitSource(spec: string): PackageSource {
  const hash = spec.indexOf('#')
  const address = (hash < 0 ? spec : spec.slice(0, hash)).replace(/^(git\+)?/, 'git+').replace(/^git\+git:/, 'git:')
  const start = address.indexOf('//') + 2
  const slash = address.indexOf('/', start)
  const at = address.lastIndexOf('@', slash < 0 ? undefined : slash)
  const clean = start > 1 && at >= start ? address.slice(0, start) + address.slice(at + 1) : address
  const commit = hash < 0 ? '' : commitOf(spec.slice(hash + 1))
  return { kind: 'git', vcsUrl: commit === '' ? clean : `${clean}@${commit}` }
}

/** `sha`, `commit=sha` (berry), `sha&path:/x` (pnpm); a range after `semver:` is no commit. */
function commitOf(fragment: string): string {
  for (const part of fragment.split('&')) {
    if (part.startsWith('commit=')) return part.slice(7)
    if (part !== '' && !part.includes(':') && !part.includes('=')) return part
  }
  return ''
}

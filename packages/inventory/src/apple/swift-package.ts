import type { FoundPackage } from '../extractor.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { parseRepository } from './repository.ts'

export interface SwiftPin {
  /** Repository; `` for a package of a registry. */
  readonly url: string
  /** SwiftPM identity: `nimble`, or `scope.name` in a registry (SE-0292). */
  readonly identity: string
  readonly version: string
  /** Commit; it goes into the purl only when there is no version. */
  readonly revision: string
}

/** purl parts of a Swift package: namespace `host/owner`, name the repository. `local` for a folder, null when not understood. */
export function swiftPackage({ url, identity, version, revision }: SwiftPin): FoundPackage | 'local' | null {
  if (url === '') {
    const dot = identity.indexOf('.')
    if (dot < 1 || dot === identity.length - 1) return null
    return { namespace: identity.slice(0, dot), name: identity.slice(dot + 1), version }
  }
  if (url.startsWith('/') || url.startsWith('.') || url.startsWith('file:') || url.startsWith('~')) return 'local'
  const repository = parseRepository(url)
  if (repository === null) return null
  const slash = repository.path.lastIndexOf('/')
  const owner = slash < 0 ? '' : '/' + repository.path.slice(0, slash)
  const found = { namespace: repository.host + owner, name: repository.path.slice(slash + 1), version: withoutV(version) }
  return version === '' && revision !== '' ? { ...found, qualifiers: { vcs_url: vcsUrl('git', url, revision) } } : found
}

/** Tags are often `v1.2.3`; SwiftPM and the advisories write `1.2.3`. */
function withoutV(version: string): string {
  return /^v\d/.test(version) ? version.slice(1) : version
}

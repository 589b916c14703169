import { parseRepository } from '../apple/repository.ts'
import type { FoundPackage } from '../extractor.ts'
import { vcsUrl } from '../text/vcs-url.ts'

/** purl types that a host of repositories has of its own (purl-spec types `github`, `bitbucket`). */
const HOSTS: Readonly<Record<string, string>> = { 'github.com': 'github', 'bitbucket.org': 'bitbucket' }

/**
 * A package of a language whose packages are repositories and that has no purl type: the repository on its host, or a generic package
 * with its address. A local path gives null.
 */
export function repositoryPackage(
  name: string,
  {
    url,
    version,
    revision,
    tool = 'git',
  }: { readonly url: string; readonly version: string; readonly revision: string; readonly tool?: string },
): FoundPackage | null {
  const repository = parseRepository(url)
  if (repository === null) return null
  const qualifiers = version === '' && revision !== '' ? { vcs_url: vcsUrl(tool, url, revision) } : {}
  const type = HOSTS[repository.host]
  const parts = repository.path.split('/')
  const [owner = '', repo = ''] = parts
  if (type !== undefined && parts.length === 2) return { type, namespace: owner, name: repo, version, qualifiers }
  return { type: 'generic', name, version, qualifiers: { vcs_url: vcsUrl(tool, url, revision) } }
}

import type { FoundPackage } from '../extractor.ts'

/** Hosts whose repositories have an owner and a name: a module is the repository, or its next major version. */
const OWNED =
  /^((?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[^/]+\/[^/]+|golang\.org\/x\/[^/]+|gopkg\.in\/(?:[^/]+\/)?[^/]+\.v\d+)(\/v\d+(?=\/|$))?/

/**
 * The module that a package, named as `go install` takes it (`path@version`), is of: paths of packages go on below their module's. Where the
 * host does not tell, the path is taken for the module. A version that is not written out is none. null when the text is no such name.
 */
export function goPackageModule(text: string): FoundPackage | null {
  const [, path = '', version = ''] = /^([\w-]+(?:\.[\w-]+)+\/[\w./~-]+?)(?:@([\w.+-]+))?$/.exec(text) ?? []
  if (path === '') return null
  const module = OWNED.exec(path)?.[0] ?? path
  const slash = module.lastIndexOf('/')
  const exact = /^v\d+\.\d+\.\d+/.test(version) ? version : ''
  return { type: 'golang', namespace: module.slice(0, slash), name: module.slice(slash + 1), version: exact }
}

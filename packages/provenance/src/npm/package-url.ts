import { Refused } from '../verdict/refused.ts'

export interface NpmPackage {
  readonly name: string
  readonly version: string
}

/** Reads `pkg:npm/%40scope/name@version` as registries write it into statements. Refuses anything beside name and version. */
export function readNpmPackageUrl(text: string | undefined): NpmPackage {
  const match = /^pkg:npm\/((?:(?:%40|@)[^/@?#%\s]+\/)?[^/@?#%\s]+)@([^/@?#\s]+)$/i.exec(text ?? '')
  if (match === null) throw new Refused('malformed', 'The subject is not a package of the npm registry', { found: text ?? 'no name' })
  const [, name = '', version = ''] = match
  return { name: name.replace(/^%40/i, '@'), version: version.replace(/%2b/i, '+') }
}

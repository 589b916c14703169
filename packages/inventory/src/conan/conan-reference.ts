import type { FoundPackage } from '../extractor.ts'

const REFERENCE = /^([^/@#:%\s]+)\/([^/@#:%\s]+)(?:@([^/@#:%\s]*)(?:\/([^/@#:%\s]*))?)?(?:[#:%].*)?$/

/**
 * Reads a Conan reference `name/version[@user[/channel]][#revision[:package[#revision]]][%timestamp]`; null when it is not
 * one. User and channel become purl qualifiers; revisions are left out so that one release is one component.
 */
export function parseConanReference(text: string): (FoundPackage & { readonly version: string }) | null {
  const match = REFERENCE.exec(text)
  if (match === null) return null
  const [, name = '', version = '', user = '', channel = ''] = match
  const qualifiers: Record<string, string> = {}
  if (user !== '' && user !== '_') qualifiers['user'] = user
  if (channel !== '' && channel !== '_') qualifiers['channel'] = channel
  return { name, version: version === 'None' ? '' : version, qualifiers }
}

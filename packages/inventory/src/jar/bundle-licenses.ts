import type { Manifest } from './manifest.ts'

const APACHE = /^https?:\/\/(?:www\.)?apache\.org\/licenses\/LICENSE-2\.0(?:\.txt|\.html)?$/
const MAX_LENGTH = 200

/** Licences of Bundle-License (OSGi Core §3.2.1.11), a list of names or addresses; the Apache License's address is written as SPDX does. */
export function bundleLicenses(manifest: Manifest): readonly string[] {
  const stated = manifest.get('bundle-license') ?? ''
  if (stated === '' || stated.length > MAX_LENGTH) return []
  const names = stated.split(',').map((part) => (part.split(';', 1)[0] as string).trim().replace(/^"|"$/g, ''))
  return names.filter((name) => name !== '' && name !== '<<EXTERNAL>>').map((name) => (APACHE.test(name) ? 'Apache-2.0' : name))
}

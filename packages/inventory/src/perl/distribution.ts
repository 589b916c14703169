export interface Distribution {
  /** PAUSE id of the author; `` when the path is not one of CPAN. */
  readonly author: string
  readonly name: string
  readonly version: string
}

const ARCHIVE = /\.(?:tar\.(?:gz|bz2|xz)|tgz|tbz|zip)$/i

/**
 * Splits a CPAN path `A/AU/AUTHOR/Name-With-Dashes-1.23.tar.gz`. The version starts at the last dash before a digit or a `v`
 * and a digit; a distribution without one has version ``.
 */
export function parseDistribution(path: string): Distribution | null {
  const parts = path.split('/')
  const file = parts.at(-1)?.replace(ARCHIVE, '') ?? ''
  if (file === '') return null
  const author = /^[A-Z]\/[A-Z0-9-]{2}\/[A-Z0-9-]+\//.test(path) ? (parts[2] as string) : ''
  for (let dash = file.lastIndexOf('-'); dash > 0; dash = file.lastIndexOf('-', dash - 1)) {
    if (/^v?\d/.test(file.slice(dash + 1))) return { author, name: file.slice(0, dash), version: file.slice(dash + 1) }
  }
  return { author, name: file, version: '' }
}

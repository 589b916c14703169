import type { Component, Hash } from '@cupel/model'

/** Digests on which the identity of a file may rest, the strongest first. */
const STRONG = ['sha512', 'sha384', 'sha256'] as const

/**
 * The digests, as `algorithm:hex`, of every file that may be installed by one statement about a component: each of them must be vouched
 * for. Empty when the statement leaves open which file it is.
 *
 * Digests of several algorithms are those of one file: installers check the strongest, so evidence about a weaker one does not help. A
 * Python lock lists one digest a wheel, and every one of them may be chosen. What an installed package says of itself is no digest of
 * what lies there: nobody measured it.
 */
export function requiredDigests({ purl, hashes, evidence }: Pick<Component, 'purl' | 'hashes' | 'evidence'>): readonly string[] {
  if (evidence.some(({ kind }) => kind === 'installed')) return []
  const stated = evidence.some(({ kind }) => kind === 'lock' || kind === 'manifest')
  if (stated && purl.startsWith('pkg:pypi/')) {
    return hashes.every(({ algorithm }) => STRONG.some((one) => one === algorithm)) ? hashes.map(digestKey) : []
  }
  const strongest = STRONG.find((one) => hashes.some(({ algorithm }) => algorithm === one))
  return strongest === undefined ? [] : hashes.filter(({ algorithm }) => algorithm === strongest).map(digestKey)
}

/**
 * For a list of what was built or measured, where no installer decides: the same file by each of its strong digests, any of which will
 * do. Empty for locks, manifests and what is installed.
 */
export function equalDigests({ hashes, evidence }: Pick<Component, 'hashes' | 'evidence'>): readonly string[] {
  if (!evidence.every(({ kind }) => kind === 'sbom' || kind === 'binary')) return []
  return STRONG.flatMap((one) => {
    const own = hashes.filter(({ algorithm }) => algorithm === one)
    // Several digests of one algorithm are several files.
    return own.length === 1 ? own.map(digestKey) : []
  })
}

/** `sha512:…`, lower case. */
export function digestKey({ algorithm, value }: Hash): string {
  return `${algorithm}:${value.toLowerCase()}`
}

/** Endings by which Scorecard 5 knows a signature. */
export const SIGNATURE_ENDINGS = ['.asc', '.minisig', '.sig', '.sign', '.sigstore', '.sigstore.json'] as const
/** Endings by which it knows provenance. */
export const PROVENANCE_ENDINGS = ['.intoto.jsonl'] as const

const MORE_PROVENANCE = [
  '.intoto.json',
  '.provenance',
  '.provenance.json',
  '.slsa.json',
  '.attestation',
  '.att',
  'provenance.json',
  'multiple.intoto.jsonl',
] as const

/** Whether a file name is one of a signature, of provenance, or of neither. */
export function signatureKind(name: string): 'signature' | 'provenance' | null {
  const lower = name.toLowerCase()
  if ([...PROVENANCE_ENDINGS, ...MORE_PROVENANCE].some((ending) => lower.endsWith(ending))) return 'provenance'
  return SIGNATURE_ENDINGS.some((ending) => lower.endsWith(ending)) ? 'signature' : null
}

/** Names of assets that a signature may be meant for: its own name without the ending, else every other one (provenance, checksums). */
export function signedNames(file: string, names: readonly string[]): readonly string[] {
  const others = names.filter((name) => name !== file && signatureKind(name) === null)
  const base = SIGNATURE_ENDINGS.map((ending) => (file.toLowerCase().endsWith(ending) ? file.slice(0, -ending.length) : null)).filter(
    (name) => name !== null,
  )
  const direct = others.filter((name) => base.includes(name))
  if (direct.length > 0) return direct
  return signatureKind(file) === 'provenance' ? others : []
}

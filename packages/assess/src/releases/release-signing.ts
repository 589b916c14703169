import type { ReleaseFacts, SignatureFact } from '../facts/release-facts.ts'
import { PROVENANCE_ENDINGS, SIGNATURE_ENDINGS } from './signature-names.ts'

/** What verifying gave for one release. */
export interface ReleaseSigning {
  /** The best that holds: provenance over the assets, a signature over one. */
  readonly verified: SignatureFact | null
  readonly provenance: SignatureFact | null
  readonly refused: readonly SignatureFact[]
  /** There are signatures that nobody could judge here. */
  readonly undecided: readonly SignatureFact[]
}

/** Sorts a release's signatures and attestations by what verifying gave. A name alone is nothing. */
export function releaseSigning({ signatures, attestations }: ReleaseFacts): ReleaseSigning {
  const all = [...signatures, ...attestations]
  const holds = all.filter(({ verdict, over }) => verdict.state === 'verified' && over !== null)
  return {
    provenance: holds.find(({ kind }) => kind === 'provenance') ?? null,
    verified: holds[0] ?? null,
    refused: all.filter(({ verdict, over }) => verdict.state === 'refused' || (verdict.state === 'verified' && over === null)),
    undecided: all.filter(({ verdict }) => verdict.state === 'unknown'),
  }
}

/** Scorecard's reading: the first asset whose name ends like a signature or like provenance. */
export function namedLike({ assets }: ReleaseFacts, kind: 'signature' | 'provenance'): ReleaseFacts['assets'][number] | undefined {
  const endings: readonly string[] = kind === 'signature' ? SIGNATURE_ENDINGS : PROVENANCE_ENDINGS
  return assets.find(({ name }) => endings.some((ending) => name.endsWith(ending)))
}

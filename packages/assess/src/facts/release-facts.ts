/** What came of verifying one signature over one asset. */
export type SignatureVerdict =
  | { readonly state: 'verified'; readonly signer: string }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string }

/** One file of a release. */
export interface ReleaseAsset {
  readonly name: string
  readonly url: string
  /** Bytes; null when the forge or the folder did not say. */
  readonly size: number | null
}

/** A signature or a provenance file of a release, and what verifying it over the asset it belongs to gave. */
export interface SignatureFact {
  /** Name of the file with the signature. */
  readonly file: string
  readonly kind: 'signature' | 'provenance'
  /** Name of the asset it was held against; null: no asset of the release can be meant. */
  readonly over: string | null
  readonly verdict: SignatureVerdict
}

/** One release, whether listed by a forge or given by path. */
export interface ReleaseFacts {
  readonly tag: string
  readonly url: string
  /** Commitish that the release names; empty when unknown. */
  readonly target: string
  /** RFC 3339; empty when unknown. */
  readonly publishedAt: string
  readonly assets: readonly ReleaseAsset[]
  readonly signatures: readonly SignatureFact[]
  /** The forge forbids changing the release's assets; null when not known. */
  readonly immutable: boolean | null
  /** Attestations that the forge or a registry keeps for this release's assets, verified by the caller. */
  readonly attestations: readonly SignatureFact[]
}

import { signatureKind, signedNames } from '../releases/signature-names.ts'
import type { ReleaseAsset, ReleaseFacts, SignatureFact, SignatureVerdict } from './release-facts.ts'

/** One file of a release that is at hand. */
export interface GivenAsset {
  readonly name: string
  readonly url?: string
  /** The whole file. */
  read(): Promise<Uint8Array> | Uint8Array
}

export interface GivenRelease {
  readonly tag: string
  readonly url?: string
  readonly target?: string
  readonly publishedAt?: string
  readonly immutable?: boolean
  readonly assets: readonly GivenAsset[]
  readonly attestations?: readonly SignatureFact[]
}

/** Verifies `signature` (a file of the release) over `asset`. It never throws for bad input: it refuses with the reason. */
export type VerifySignature = (asset: GivenAsset, signature: GivenAsset) => Promise<SignatureVerdict>

const MAX_PAIRS = 2000

/** Holds every signature of the given releases against the file it can be meant for. A signature of nothing is refused. */
export async function gatherReleases(
  releases: readonly GivenRelease[],
  verify: VerifySignature | undefined,
): Promise<readonly ReleaseFacts[]> {
  const gathered: ReleaseFacts[] = []
  let pairs = 0
  for (const release of releases) {
    const names = release.assets.map(({ name }) => name)
    const signatures: SignatureFact[] = []
    for (const file of release.assets) {
      const kind = signatureKind(file.name)
      if (kind === null) continue
      const targets = signedNames(file.name, names)
      if (targets.length === 0) {
        signatures.push({
          file: file.name,
          kind,
          over: null,
          verdict: { state: 'refused', reason: 'no file of the release is what it signs' },
        })
        continue
      }
      signatures.push(await judged(release, file, kind, targets, pairs < MAX_PAIRS ? verify : undefined))
      pairs += targets.length
    }
    gathered.push({
      tag: release.tag,
      url: release.url ?? '',
      target: release.target ?? '',
      publishedAt: release.publishedAt ?? '',
      assets: release.assets.map(({ name, url = '' }): ReleaseAsset => ({ name, url, size: null })),
      signatures,
      immutable: release.immutable ?? null,
      attestations: release.attestations ?? [],
    })
  }
  return gathered
}

/** Provenance may cover several files: the first that it holds over counts, else the worst verdict. */
async function judged(
  release: GivenRelease,
  file: GivenAsset,
  kind: SignatureFact['kind'],
  targets: readonly string[],
  verify: VerifySignature | undefined,
): Promise<SignatureFact> {
  let last: SignatureFact | null = null
  for (const over of targets) {
    const asset = release.assets.find(({ name }) => name === over)
    if (asset === undefined) continue
    const verdict: SignatureVerdict =
      verify === undefined ? { state: 'unknown', reason: 'no verifier was given' } : await verify(asset, file)
    if (verdict.state === 'verified') return { file: file.name, kind, over, verdict }
    if (last === null || verdict.state === 'refused') last = { file: file.name, kind, over, verdict }
  }
  return last ?? { file: file.name, kind, over: null, verdict: { state: 'refused', reason: 'no file of the release is what it signs' } }
}

import type { ForgeAddress } from '../forge-address.ts'
import { ForgeSession } from '../forge-session.ts'
import type { ForgeSessionOptions } from '../forge-session.ts'
import { at, listAt } from '../json-shape.ts'

const MAX_BUNDLES = 30

/** One attestation that GitHub keeps about a file, as it came: nothing of it is verified. */
export interface ListedAttestation {
  /** A Sigstore bundle, as JSON. */
  readonly bundle: string
}

/** Attestations of files by SHA-256, one call each, within the calls that are left. A file that GitHub knows none of has none here. */
export async function readAttestations(
  { api, owner, name }: ForgeAddress,
  digests: readonly string[],
  options: Omit<ForgeSessionOptions, 'kind'>,
): Promise<{ readonly attestations: ReadonlyMap<string, readonly ListedAttestation[]>; readonly calls: number }> {
  const session = new ForgeSession({ kind: 'github', ...options })
  const attestations = new Map<string, readonly ListedAttestation[]>()
  for (const digest of digests) {
    if (session.callsLeft <= 0) break
    const answer = await session.get(`${api}/repos/${owner}/${name}/attestations/sha256:${digest}?per_page=${MAX_BUNDLES}`, 'attestations')
    const bundles = answer.ok ? listAt(answer.json, 'attestations').map((one) => at(one, 'bundle')) : []
    const readable = bundles.filter((bundle) => typeof bundle === 'object' && bundle !== null).slice(0, MAX_BUNDLES)
    if (readable.length > 0)
      attestations.set(
        digest,
        readable.map((bundle) => ({ bundle: JSON.stringify(bundle) })),
      )
  }
  return { attestations, calls: session.cost.calls }
}

import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTrustedRoot, Sandbox, signKeyless, Trace, verifyBundle, writeBundle } from '@cupel/provenance'
import type { ArtifactInput, BundlePolicy, TrustedRoot } from '@cupel/provenance'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot as SigstoreRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { median } from './measure.ts'

/** A keyless bundle with everything its verdict rests on. */
export interface BundleCase {
  readonly name: string
  readonly bundle: Buffer
  /** Only for signatures over the artifact itself. */
  readonly artifact: Buffer | undefined
  readonly trustedRoot: Buffer
  readonly identity: { readonly san: string; readonly issuer: string } | undefined
}

export interface BundlesTimed {
  readonly cases: number
  readonly ownMicroseconds: number
  readonly sigstoreMicroseconds: number
  /** Median of the round-by-round ratios: each round verifies every bundle once with either. */
  readonly ratio: number
  readonly perCase: readonly { readonly name: string; readonly ratio: number; readonly ownMicroseconds: number }[]
}

/** Keyless bundles of other projects' suites that are expected to verify; none where ../shared is absent. */
export function sharedBundles(shared: string): readonly BundleCase[] {
  const manifest = join(shared, 'manifest.tsv')
  if (!existsSync(manifest)) return []
  const lines = readFileSync(manifest, 'utf8').split('\n')
  const seen = new Set<string>()
  return lines.flatMap((line) => {
    const [id = '', suite = '', , command = '', expected = ''] = line.split('\t')
    const option = (name: string): string | undefined => new RegExp(`--${name} (\\S+)`).exec(command)?.[1]
    const bundle = option('bundle')
    const root = option('trusted-root')
    if (expected !== 'PASS' || bundle === undefined || root === undefined || option('key') !== undefined || seen.has(bundle)) return []
    const last = command.split(' ').at(-1) ?? ''
    if (!last.startsWith(`${suite}/`) || last.endsWith('.json') || command.includes('replaced')) return []
    seen.add(bundle)
    const read = (path: string): Buffer => readFileSync(join(shared, path))
    const san = option('certificate-identity')
    const issuer = option('certificate-oidc-issuer')
    const identity = san === undefined || issuer === undefined ? undefined : { san, issuer }
    const bytes = read(bundle)
    // The peer does not look whether a statement is about the artifact, so neither is asked to.
    const artifact = bytes.includes('"messageSignature"') ? read(last) : undefined
    return [{ name: id, bundle: bytes, artifact, trustedRoot: read(root), identity }]
  })
}

/** Bundles of an instance of our own, for where there are no others. */
export async function sandboxBundles(now: Date): Promise<readonly BundleCase[]> {
  const sandbox = new Sandbox({ baseUrl: 'http://127.0.0.1:4000', now: () => now, random: randomBytes })
  const artifact = Buffer.from('what is signed')
  const cases: BundleCase[] = []
  for (const apiVersion of [1, 2]) {
    const url = `${sandbox.baseUrl}/rekor${apiVersion === 1 ? '' : '2'}`
    const bundle = await signKeyless(
      { kind: 'artifact', bytes: artifact },
      {
        send: (request) => Promise.resolve(sandbox.handle(request)),
        random: randomBytes,
        privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
        identityToken: sandbox.token({ sub: 'somebody', email: 'somebody@example.com' }),
        certificateAuthority: `${sandbox.baseUrl}/fulcio`,
        services: { logs: [{ url, apiVersion }], timestampAuthorities: [`${sandbox.baseUrl}/tsa/api/v1/timestamp`] },
      },
    )
    cases.push({
      name: `sandbox/rekor-${apiVersion}`,
      bundle: Buffer.from(writeBundle(bundle)),
      artifact,
      trustedRoot: Buffer.from(sandbox.trustedRoot()),
      identity: { san: 'somebody@example.com', issuer: sandbox.issuer.url },
    })
  }
  return cases
}

/** Verifies every bundle with either library in turn, from its bytes to the verdict, with trust roots parsed before. */
export function timeBundles(cases: readonly BundleCase[], rounds: number): BundlesTimed {
  const pairs = cases.map(pairOf).filter((pair) => pair !== null)
  const timed = pairs.map(({ name }) => ({ name, own: [] as number[], theirs: [] as number[] }))
  for (let round = -WARM_ROUNDS; round < rounds; round++) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      for (const [at, pair] of pairs.entries()) {
        const microseconds = clock(pair[side])
        if (round >= 0) timed[at]![side].push(microseconds)
      }
    }
  }
  const perRound = Array.from({ length: rounds }, (_, round) => ({
    own: timed.reduce((sum, { own }) => sum + own[round]!, 0),
    theirs: timed.reduce((sum, { theirs }) => sum + theirs[round]!, 0),
  }))
  return {
    cases: pairs.length,
    ownMicroseconds: median(perRound.map(({ own }) => own)) / pairs.length,
    sigstoreMicroseconds: median(perRound.map(({ theirs }) => theirs)) / pairs.length,
    ratio: median(perRound.map(({ own, theirs }) => theirs / own)),
    perCase: timed.map(({ name, own, theirs }) => ({
      name,
      ratio: median(own.map((time, round) => theirs[round]! / time)),
      ownMicroseconds: median(own),
    })),
  }
}

const SIDES = ['own', 'theirs'] as const

/** V8 has compiled what is hot by then. */
const WARM_ROUNDS = 40

interface Pair {
  readonly name: string
  own(): void
  theirs(): void
}

const ownRoots = new Map<string, TrustedRoot>()
const theirRoots = new Map<string, ReturnType<typeof toTrustMaterial>>()

/** Null where @sigstore/verify does not take the bundle: there is nothing to compare then. */
function pairOf({ name, bundle, artifact, trustedRoot, identity }: BundleCase): Pair | null {
  const rootId = createHash('sha256').update(trustedRoot).digest('hex')
  const trust = remembered(ownRoots, rootId, () => parseTrustedRoot(trustedRoot))
  const material = remembered(theirRoots, rootId, () => toTrustMaterial(SigstoreRoot.fromJSON(JSON.parse(trustedRoot.toString()))))
  const policy: BundlePolicy = identity === undefined ? { kind: 'any-identity' } : { kind: 'identities', anyOf: [identity] }
  const given: { artifact?: ArtifactInput } = artifact === undefined ? {} : { artifact: { bytes: artifact } }
  const verifier = new Verifier(material)
  const theirPolicy = identity && { subjectAlternativeName: identity.san, extensions: { issuer: identity.issuer } }
  const pair: Pair = {
    name,
    own: () => {
      const { outcome } = Trace.run('verify', name, (trace) => verifyBundle(bundle, { trust, policy, ...given }, trace))
      if (outcome !== 'verified') throw new Error(`${name} was refused`)
    },
    theirs: () => {
      const parsed = bundleFromJSON(JSON.parse(bundle.toString()) as object)
      verifier.verify(toSignedEntity(parsed, parsed.content.$case === 'messageSignature' ? artifact : undefined), theirPolicy)
    },
  }
  pair.own()
  try {
    pair.theirs()
    return pair
  } catch {
    return null
  }
}

function remembered<T>(known: Map<string, T>, id: string, make: () => T): T {
  const value = known.get(id) ?? make()
  known.set(id, value)
  return value
}

/** Microseconds. */
function clock(run: () => void): number {
  const started = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - started) / 1e3
}

import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
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
  /** Processor time of the whole process for one bundle, its threads for memory and compilation included: what one core has to do. */
  readonly processor: Compared
  /** Time that passed, which others on the machine take part of. */
  readonly elapsed: Compared
}

export interface Compared {
  readonly ownMicroseconds: number
  readonly theirMicroseconds: number
  /** Median of the round-by-round ratios: each round verifies every bundle once with either. */
  readonly ratio: number
}

/** Keyless bundles of other projects' suites and releases that verify; none where ../shared is absent. */
export function sharedBundles(shared: string): readonly BundleCase[] {
  const manifest = join(shared, 'manifest.tsv')
  if (!existsSync(manifest)) return []
  const rows = readFileSync(manifest, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
  return [...suiteBundles(shared, rows), ...releaseBundles(shared, rows)]
}

/** Bundles of the clients' shared suite, each with the identity it is to be verified against. */
function suiteBundles(shared: string, rows: readonly (readonly string[])[]): readonly BundleCase[] {
  const seen = new Set<string>()
  return rows.flatMap(([name = '', suite = '', , command = '', expected = '']) => {
    const option = (flag: string): string | undefined => new RegExp(`--${flag} (\\S+)`).exec(command)?.[1]
    const bundle = option('bundle')
    const root = option('trusted-root')
    const file = command.split(' ').at(-1) ?? ''
    if (expected !== 'PASS' || bundle === undefined || root === undefined || option('key') !== undefined || seen.has(bundle)) return []
    if (!file.startsWith(`${suite}/`) || file.endsWith('.json') || command.includes('replaced')) return []
    seen.add(bundle)
    const bytes = readFileSync(join(shared, bundle))
    const san = option('certificate-identity')
    const issuer = option('certificate-oidc-issuer')
    const identity = san === undefined || issuer === undefined ? undefined : { san, issuer }
    // The peer does not look whether a statement is about the artifact, so neither is asked to.
    const artifact = bytes.includes('"messageSignature"') ? readFileSync(join(shared, file)) : undefined
    return [{ name, bundle: bytes, artifact, trustedRoot: readFileSync(join(shared, root)), identity }]
  })
}

/** Envelopes that real builds signed, for whatever identity. */
function releaseBundles(shared: string, rows: readonly (readonly string[])[]): readonly BundleCase[] {
  const trustedRoot = readFileSync(join(shared, 'trust', 'sigstore-prod.trusted_root.json'))
  const trust = parseTrustedRoot(trustedRoot)
  const files = new Set(rows.flatMap(([, suite = '', named = '']) => (suite === 'sigstore-conformance' ? [] : named.split(';'))))
  return [...files].flatMap((name) => {
    const path = join(shared, name)
    if (!existsSync(path) || !statSync(path).isFile()) return []
    const bundle = readFileSync(path)
    if (!bundle.includes('"dsseEnvelope"') || !bundle.includes('"mediaType"')) return []
    const { outcome } = Trace.run('verify', name, (trace) => verifyBundle(bundle, { trust, policy: { kind: 'any-identity' } }, trace))
    return outcome === 'verified' ? [{ name, bundle, artifact: undefined, trustedRoot, identity: undefined }] : []
  })
}

/** Bundles of an instance of our own, for where there are no others. */
export async function sandboxBundles(now: Date): Promise<readonly BundleCase[]> {
  const sandbox = new Sandbox({ baseUrl: 'http://127.0.0.1:4000', now: () => now, random: randomBytes })
  const artifact = Buffer.from('what is signed')
  const cases: BundleCase[] = []
  for (const apiVersion of [1, 2] as const) {
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
  const timed: Readonly<Record<'own' | 'theirs', Spent[]>> = { own: [], theirs: [] }
  for (let round = -WARM_ROUNDS; round < rounds; round++) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      const spent = clock(() => {
        for (const pair of pairs) pair[side]()
      })
      if (round >= 0) timed[side].push(spent)
    }
  }
  const compared = (of: keyof Spent): Compared => ({
    ownMicroseconds: median(timed.own.map((spent) => spent[of])) / pairs.length,
    theirMicroseconds: median(timed.theirs.map((spent) => spent[of])) / pairs.length,
    ratio: median(timed.own.map((spent, round) => timed.theirs[round]![of] / spent[of])),
  })
  return { cases: pairs.length, processor: compared('processor'), elapsed: compared('elapsed') }
}

/**
 * Microseconds of processor that node:crypto alone takes for one keyless bundle: the certificate by an authority with P-384, and four
 * signatures with P-256: three by keys that are known (certificate log, promise and tree of the log), that of the content by the key in
 * the certificate, which has to be taken in first.
 */
export function cryptoFloor(rounds: number): number {
  const check = (namedCurve: string, hash: string): ((known: boolean) => void) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
    const data = randomBytes(1000)
    const signature = sign(hash, data, privateKey)
    const jwk = publicKey.export({ format: 'jwk' })
    return (known) => {
      const key = known ? publicKey : createPublicKey({ key: jwk, format: 'jwk' })
      if (!verify(hash, data, key, signature)) throw new Error('not signed')
    }
  }
  const [large, small] = [check('P-384', 'sha384'), check('P-256', 'sha256')]
  const times = Array.from({ length: rounds * 20 }, () => {
    return clock(() => {
      large(true)
      for (const known of [true, true, true, false]) small(known)
    }).processor
  })
  return median(times)
}

interface Spent {
  readonly processor: number
  readonly elapsed: number
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
function clock(run: () => void): Spent {
  const before = process.cpuUsage()
  const started = process.hrtime.bigint()
  run()
  const elapsed = Number(process.hrtime.bigint() - started) / 1e3
  const { user, system } = process.cpuUsage(before)
  return { processor: user + system, elapsed }
}

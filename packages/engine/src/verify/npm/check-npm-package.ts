import type { Component, Problem, Vouch } from '@cupel/model'
import {
  parseStrictJson,
  provenanceHistory,
  readIntegrity,
  Refused,
  Trace,
  verifyNpmAttestations,
  verifyNpmSignature,
} from '@cupel/provenance'
import type {
  AttestedBuild,
  JsonObject,
  JsonValue,
  NpmKey,
  NpmRelease,
  TrustChange,
  TrustedRoot,
  Verdict,
  VerifiedNpmAttestations,
} from '@cupel/provenance'
import { statedBuild } from '../build-claims.ts'
import type { NpmDocuments } from './npm-documents.ts'
import { vouchesOfNpm } from './vouches-of-npm.ts'

export interface CheckedPackage {
  readonly verdict: Verdict<VerifiedNpmAttestations | null>
  readonly vouches: readonly Vouch[]
  /** What could not be asked; the package is not refused for it, and the run is not complete. */
  readonly problems: readonly Problem[]
}

interface CheckOptions {
  readonly documents: NpmDocuments
  readonly keys: readonly NpmKey[]
  readonly root: TrustedRoot
}

const PLAN = [
  ['document', 'the registry has a document about the package'],
  ['pinned', 'the lock file pins what the registry published'],
  ['signature', 'the registry signed the release'],
  ['attestations', 'its attestations hold'],
  ['history', 'its provenance is as strong as that of earlier releases'],
] as const

/** Judges one package of a lock file by what its registry says. Never throws for what a registry says. */
export async function checkNpmPackage(component: Component, { documents, keys, root }: CheckOptions): Promise<CheckedPackage> {
  const { name, version } = component
  const document = await documents.packument(name)
  if (document === null) return unasked(component, 'the registry, or the folder of evidence, has no document about it')
  const attestations = await documents.attestations(name, version)
  const vouches: Vouch[] = []
  const problems: Problem[] = []
  const verdict = Trace.run('npm-package', `${name}@${version} is what its registry published`, (trace) => {
    trace.plan(PLAN)
    const { packument, release, announced } = trace.step(...PLAN[0], () => readRelease(document, name, version))
    if (!trace.step(...PLAN[1], (step) => isPinned(component, release.integrity, step.warn.bind(step)))) problems.push(unpinned(component))
    const signed = trace.step(...PLAN[2], (step) => verifyNpmSignature(release, keys, step))
    vouches.push(...vouchesOfNpm(signed, null))
    const held =
      attestations === null
        ? noAttestations(announced, trace, problems, component)
        : heldAttestations(attestations, { release, keys, root }, trace)
    if (held !== null) vouches.push(...vouchesOfNpm(signed, held.attestations))
    const builds = new Map(held === null ? [] : [[version, held.build] as const])
    trace.step(...PLAN[4], (step) => checkHistory(provenanceHistory(packument, builds), version, step.warn.bind(step)))
    return held?.attestations ?? null
  })
  return { verdict, vouches: verdict.outcome === 'verified' ? vouches : [], problems }
}

function unasked({ name, version, purl }: Component, detail: string): CheckedPackage {
  const verdict = Trace.run<null>('npm-package', `${name}@${version} is what its registry published`, (trace) => {
    trace.plan(PLAN)
    return trace.step(...PLAN[0], () => {
      throw new Refused('evidence-missing', detail, {
        remedy: 'leave out --offline and --evidence to ask the registry, or save the document there',
      })
    })
  })
  return { verdict, vouches: [], problems: [{ code: 'include-missing', effect: 'incomplete', path: purl, detail, by: 'verify-npm' }] }
}

interface ReadRelease {
  readonly packument: JsonObject
  readonly release: NpmRelease
  /** The registry says that it has attestations of this version. */
  readonly announced: boolean
}

function readRelease(bytes: Buffer, name: string, version: string): ReadRelease {
  const packument = objectOf(parseStrictJson(bytes, 'The document of the registry'))
  if (packument['name'] !== name)
    throw new Refused('subject-mismatch', 'the document is about another package', { expected: name, found: textOf(packument['name']) })
  const versions = objectOf(packument['versions'])
  if (!Object.hasOwn(versions, version))
    throw new Refused('subject-mismatch', 'the registry has no such version', { expected: `${name}@${version}` })
  const dist = objectOf(objectOf(versions[version])['dist'])
  const signatures = Array.isArray(dist['signatures']) ? (dist['signatures'] as readonly JsonValue[]) : []
  const time = textOf(objectOf(packument['time'])[version])
  const publishedAt = new Date(time)
  return {
    packument,
    release: {
      name,
      version,
      integrity: textOf(dist['integrity']),
      signatures: signatures.map((one) => ({ keyid: textOf(objectOf(one)['keyid']), sig: textOf(objectOf(one)['sig']) })),
      ...(Number.isNaN(publishedAt.getTime()) ? {} : { publishedAt }),
    },
    announced: dist['attestations'] !== undefined,
  }
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

type Warn = (code: 'evidence-missing' | 'policy-not-met', reason: string) => void

/**
 * Whether the target pins the bytes that the registry published; refused when it pins others. A target that pins no SHA-512 does not
 * say which bytes it means, and whatever the registry signed may not be what is installed.
 */
function isPinned({ hashes }: Component, integrity: string, warn: Warn): boolean {
  const published = readIntegrity(integrity)['sha512']
  const pinned = hashes.filter(({ algorithm }) => /^sha-?512$/i.test(algorithm)).map(({ value }) => value.toLowerCase())
  if (pinned.length === 0) {
    warn('evidence-missing', 'the target pins no SHA-512 digest of the package')
    return false
  }
  if (published !== undefined && pinned.every((digest) => digest === published)) return true
  throw new Refused('digest-mismatch', 'the registry published other bytes under this version than the target pins', {
    expected: `sha512 ${pinned.join(', ')}`,
    found: `sha512 ${published ?? 'none'}`,
    remedy: 'do not install it; find out which of the two was changed',
  })
}

function unpinned({ purl }: Component): Problem {
  const detail = 'the target pins no SHA-512 digest of it: what was verified need not be what is installed'
  return { code: 'unsupported-content', effect: 'incomplete', path: purl, detail, hint: 'lock it with integrity', by: 'verify-npm' }
}

/** A registry that announces attestations must have them: offline that is a gap, and no pass. */
function noAttestations(announced: boolean, trace: Trace, problems: Problem[], { purl }: Component): null {
  if (announced) {
    const detail = 'the registry announces attestations, and they are not among the evidence'
    trace.step(...PLAN[3], (step) => step.warn('evidence-missing', detail))
    problems.push({ code: 'include-missing', effect: 'incomplete', path: purl, detail, by: 'verify-npm' })
  } else trace.skip(...PLAN[3], 'it has none')
  return null
}

interface HeldAttestations {
  readonly attestations: VerifiedNpmAttestations
  /** For comparison with what the package says of itself, and with earlier releases. */
  readonly build: AttestedBuild
}

function heldAttestations(
  bytes: Buffer,
  { release, keys, root }: { readonly release: NpmRelease; readonly keys: readonly NpmKey[]; readonly root: TrustedRoot },
  trace: Trace,
): HeldAttestations {
  return trace.step(...PLAN[3], (step) => {
    const { name, version, integrity } = release
    const attestations = verifyNpmAttestations(bytes, { trust: root, keys, tarball: readIntegrity(integrity), name, version }, step)
    const { source, builderId } = step.step('build', 'the provenance agrees with the certificate of its builder', (inner) =>
      statedBuild(attestations.provenance, inner),
    )
    const { repository, ref } = source
    return { attestations, build: { repository, builder: builderId, ...(ref === undefined ? {} : { ref }) } }
  })
}

/** Only what happened at this very version concerns whoever installs it. */
function checkHistory(changes: readonly TrustChange[], version: string, warn: Warn): void {
  const own = changes.filter((change) => change.version === version)
  const alarm = own.find(({ weight }) => weight === 'alarm')
  if (alarm !== undefined) {
    throw new Refused('policy-not-met', `the release is weaker than those before it: ${alarm.kind.replaceAll('-', ' ')}`, {
      expected: `${alarm.expected}${alarm.since === undefined ? '' : ` as in ${alarm.since}`}`,
      found: alarm.found,
      remedy: 'stay on the version before until the maintainers explain it',
    })
  }
  for (const { kind, expected, found } of own) warn('policy-not-met', `${kind.replaceAll('-', ' ')}: ${expected} before, ${found} now`)
}

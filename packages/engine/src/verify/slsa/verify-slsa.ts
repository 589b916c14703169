import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { targetMissing, usageMissingArgument } from '@cupel/model'
import type { Signer, VerificationItem, VerificationReport } from '@cupel/model'
import { KNOWN_BUILDERS, PublicKey, Trace, verifyProvenance } from '@cupel/provenance'
import type { Builder, GcbKeys, SlsaPolicy, VerifiedBuild } from '@cupel/provenance'
import { besides } from '../artifact-evidence.ts'
import { givenArtifact } from '../given-artifact.ts'
import type { GivenArtifact } from '../given-artifact.ts'
import { jsonTexts, readEvidence } from '../read-evidence.ts'
import { shippedTrust } from '../shipped-trust.ts'
import { loadRoot, readPublicKey } from '../trust-input.ts'
import { keySigner, readTrusted, verdictItem } from '../verdict-item.ts'
import { documentName, oneOfSeveral } from '../one-of-several.ts'
import { verificationReport } from '../verification.ts'
import type { ProvenanceTrust } from './read-provenance.ts'
import { readProvenance } from './read-provenance.ts'

export interface SlsaRequest {
  readonly artifacts: readonly string[]
  /** Files with provenance; empty: what lies beside each artifact. */
  readonly provenance: readonly string[]
  readonly policy: Omit<SlsaPolicy, 'artifacts'>
  readonly trustedRoot?: string
  /** Oldest trust root accepted, in days. */
  readonly maxRootAge?: number
  /** Public keys (PEM) of builders that sign with a key. */
  readonly keys: readonly string[]
  /** Folder with keys of Google Cloud Build, one PEM a region. */
  readonly gcbKeys?: string
  readonly unlogged: boolean
  readonly cwd: string
  readonly now: Date
}

/** Verifies where and by whom artifacts were built (SLSA 1.1, "Verifying artifacts"). Each needs one provenance that holds. */
export function verifySlsa(request: SlsaRequest): VerificationReport {
  const { cwd, now, artifacts } = request
  const root = loadRoot(request.trustedRoot, { cwd, now, maxAgeDays: request.maxRootAge })
  const keys = request.keys.map((file) => readPublicKey(readEvidence(file, cwd), file))
  const gcbKeys = readGcbKeys(request.gcbKeys, cwd)
  const trust = { root: root.trusted, keys, gcbKeys, npmKeys: shippedTrust(now).registryKeys, unlogged: request.unlogged }
  const items = artifacts.map((name) => judge(givenArtifact(name, cwd), request, trust))
  const policy = `source ${request.policy.sourceUri}${request.policy.builderId === undefined ? '' : `, builder ${request.policy.builderId}`}`
  return verificationReport(items, [], { policy, root: root.name, rootDate: root.date, rootWarning: root.warning })
}

function judge(artifact: GivenArtifact, request: SlsaRequest, trust: ProvenanceTrust): VerificationItem {
  const files = request.provenance.length > 0 ? request.provenance : besides(artifact)
  if (files.length === 0) throw usageMissingArgument(`--provenance FILE for ${artifact.name}`, 'verify slsa')
  const texts = files.flatMap((file) =>
    jsonTexts(readEvidence(file, request.cwd)).map((text, at, all) => ({ source: documentName(file, at, all.length), text })),
  )
  const builders = buildersFor(request)
  const tried = texts.map(({ source, text }) => {
    const verdict = Trace.run('provenance', `the provenance in ${source} vouches for it`, (trace) => {
      const evidence = readProvenance({ text, digests: artifact.digests }, trust, trace)
      const policy = { ...request.policy, artifacts: [artifact.digests], ...(builders === undefined ? {} : { builders }) }
      const build = trace.step('build', 'it was built as asked', (step) => verifyProvenance(evidence, policy, step))
      const { signer } = evidence
      const shown: Signer =
        signer.kind === 'key'
          ? keySigner(signer.key)
          : { kind: 'sigstore', issuer: signer.issuer, subject: signer.identity, key: '', claims: {} }
      return { build, signer: shown }
    })
    return { source, verdict }
  })
  // Where several lie in one file, as generators write them, one that holds is enough.
  const verdict = oneOfSeveral(tried as [(typeof tried)[number], ...typeof tried], 'provenances')
  const { value } = verdict
  const parts = value === undefined ? {} : { signers: [value.signer], details: { build: shownBuild(value.build) } }
  return verdictItem(artifact.name, 'build-provenance', { verdict, parts: { digests: artifact.digests, ...parts } })
}

function shownBuild({ builderId, buildType, source, level, reasons }: VerifiedBuild): Readonly<Record<string, unknown>> {
  return { builder: builderId, buildType, source, level, reasons }
}

/** A key that the user gives speaks for the builder that the user names, never for a service with keys of its own. */
function buildersFor({ keys, policy: { builders } }: SlsaRequest): readonly Builder[] | undefined {
  return keys.length === 0 ? builders : (builders ?? KNOWN_BUILDERS).filter(({ kind }) => kind !== 'key')
}

function readGcbKeys(folder: string | undefined, cwd: string): GcbKeys {
  if (folder === undefined) return new Map()
  const path = resolve(cwd, folder)
  try {
    const names = readdirSync(path).filter((name) => name.endsWith('.key') || name.endsWith('.pem') || name.endsWith('.pub'))
    return new Map(names.map((name) => [name.replace(/\.\w+$/, ''), readKey(join(path, name))] as const))
  } catch (error) {
    throw targetMissing(folder, error)
  }
}

function readKey(file: string): PublicKey {
  return readTrusted(file, () => PublicKey.fromPem(readEvidence(file, '/').toString('latin1'), 'the key'))
}

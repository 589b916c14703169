import { basename } from 'node:path'
import { configInvalid, CupelError, usageMissingArgument } from '@cupel/model'
import type { Signer, VerificationItem, VerificationReport, Vouch } from '@cupel/model'
import { judgeTrust } from '@cupel/policy'
import { checkReleaseFile, readPgpKeyring, readSignifyKey, Refused, Trace, verifyChecksumList } from '@cupel/provenance'
import type { ReleaseSignature, ReleaseTrust, VerifiedChecksumList } from '@cupel/provenance'
import { givenArtifact } from './given-artifact.ts'
import { readEvidence } from './read-evidence.ts'
import { pathForPolicy } from './require-trusted.ts'
import type { PolicyTrust } from './trust-input.ts'
import { loadPolicyTrust } from './trust-input.ts'
import { verificationReport } from './verification.ts'

export interface ReleaseRequest {
  /** `SHASUMS256.txt`, or a clear-signed `.asc`. */
  readonly list: string
  /** Detached signature; without it the list is clear-signed, or its signature lies beside it. */
  readonly signature?: string
  /** Files that the list must name; none: only the list is judged. */
  readonly files: readonly string[]
  /** OpenPGP keys of the release team. */
  readonly keyrings: readonly string[]
  /** Keys of minisign or signify, as files. */
  readonly signifyKeys: readonly string[]
  /** Trust policy, only without keys; default: the one of the working folder. Its rules with evidence `checksums` judge. */
  readonly policy?: string
  readonly cwd: string
  readonly now: Date
}

/** Verifies the signed list of checksums of a release, and the files against it. */
export function verifyReleaseFiles(request: ReleaseRequest): VerificationReport {
  const { files, cwd } = request
  const { release: trust, by } = trustOf(request)
  const evidence = evidenceOf(request)
  const verdict = Trace.run('checksums', 'the list of checksums is signed by a release key', (trace) =>
    verifyChecksumList(evidence, trust, trace),
  )
  const { value } = verdict
  const list = item(request.list, verdict)
  // A list that nobody asked to hold files against is judged itself.
  const judged =
    value !== undefined && by !== null && files.length === 0 ? byPolicy(list, { list: value, file: request.list, by, cwd }) : list
  const checked =
    value === undefined
      ? []
      : files.map((file) => {
          const found = fileItem(file, value, cwd)
          return by === null ? found : byPolicy(found, { list: value, file, by, cwd })
        })
  const policy = by === null ? [...request.keyrings, ...request.signifyKeys].join(', ') : by.shown.policy
  return verificationReport([judged, ...checked], [], { policy, root: '', rootDate: '' })
}

interface ReleaseBasis {
  readonly release: ReleaseTrust
  /** The policy that judges, where no keys were given. */
  readonly by: PolicyTrust | null
}

function trustOf(request: ReleaseRequest): ReleaseBasis {
  const { keyrings, signifyKeys, policy, cwd, now } = request
  if (keyrings.length + signifyKeys.length > 0) return { release: trustOfKeys(request), by: null }
  const by = loadPolicyTrust(policy, { cwd, now })
  if (by === null) {
    const missing = usageMissingArgument('whom to trust', 'verify release')
    throw new CupelError(missing.code, missing.message, { hint: 'give --keyring FILE for OpenPGP, --minisign-key FILE, or --trust FILE' })
  }
  const { openpgp, signify } = by.policyKeys
  const release = {
    ...(openpgp === null ? {} : { openpgp: { keyring: openpgp, now, sha1: 'refuse' as const } }),
    ...(signify.length === 0 ? {} : { signify: signify.map(({ key }) => key) }),
  }
  if (Object.keys(release).length > 0) return { release, by }
  throw configInvalid(by.shown.policy, 'it has no identity of kind openpgp, minisign or signify with its keys in full')
}

/** Whether the rules that speak of a file accept who signed the list that names it. */
function byPolicy(
  found: VerificationItem,
  { list, file, by, cwd }: { readonly list: VerifiedChecksumList; readonly file: string; readonly by: PolicyTrust; readonly cwd: string },
): VerificationItem {
  if (found.outcome === 'refused') return found
  const path = pathForPolicy(file, { base: by.base, cwd })
  const vouches = signersOf(list, by).map((signer): Vouch => ({ evidence: 'checksums', signer, at: null, source: 'the checksum list' }))
  const { outcome, step, vouchedBy } = judgeTrust(by.policy, { path }, { vouches, now: by.now })
  const good = outcome === 'trusted'
  const steps = [...found.step.steps, step]
  return {
    ...found,
    outcome: good ? 'verified' : 'refused',
    vouchedBy,
    step: { ...found.step, outcome: good ? found.step.outcome : 'failed', steps },
  }
}

function trustOfKeys({ keyrings, signifyKeys, cwd, now }: ReleaseRequest): ReleaseTrust {
  const openpgp =
    keyrings.length === 0
      ? {}
      : {
          openpgp: {
            keyring: guarded(keyrings.join(', '), () => readPgpKeyring(...keyrings.map((file) => readEvidence(file, cwd)))),
            now,
            sha1: 'refuse' as const,
          },
        }
  const signify = signifyKeys.map((file) => guarded(file, () => readSignifyKey(readEvidence(file, cwd).toString('utf8'))))
  return { ...openpgp, ...(signify.length === 0 ? {} : { signify }) }
}

function guarded<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) throw configInvalid(file, error.message, { cause: error })
    throw error
  }
}

function evidenceOf({ list, signature, signifyKeys, keyrings, cwd }: ReleaseRequest): ReleaseSignature {
  const bytes = readEvidence(list, cwd)
  if (signature === undefined) return { kind: 'cleartext', message: bytes.toString('utf8') }
  const signed = readEvidence(signature, cwd)
  const text = signed.toString('utf8')
  if (text.startsWith('untrusted comment:') && (signifyKeys.length > 0 || keyrings.length === 0))
    return { kind: 'signify', list: bytes, signature: text }
  return { kind: 'detached', list: bytes, signature: text.startsWith('-----BEGIN') ? text : signed }
}

function item(subject: string, { outcome, root, value }: ReturnType<typeof Trace.run<VerifiedChecksumList>>): VerificationItem {
  return {
    subject,
    kind: 'checksum-list',
    digests: {},
    outcome,
    signers: value === undefined ? [] : signersOf(value),
    times: [],
    vouchedBy: [],
    step: root,
  }
}

/** With a policy in its own words, which know keys by their fingerprints. */
function signersOf({ openpgp, signify }: VerifiedChecksumList, by: PolicyTrust | null = null): readonly Signer[] {
  const found: Signer[] = []
  if (openpgp !== null) {
    const { userIds, primary } = openpgp.certificate
    found.push({ kind: 'openpgp', issuer: '', subject: userIds[0] ?? '', key: primary.key.fingerprint, claims: {} })
  }
  if (signify !== null) {
    const known = by?.policyKeys.signify.find(({ key }) => key === signify.key)
    found.push({ kind: known?.kind ?? 'minisign', issuer: '', subject: '', key: known?.fingerprint ?? signify.key.id, claims: {} })
  }
  return found
}

function fileItem(file: string, list: VerifiedChecksumList, cwd: string): VerificationItem {
  const artifact = givenArtifact(file, cwd)
  const name = basename(file)
  const entry = list.entries.get(name)
  const digest = entry === undefined ? '' : (artifact.digests[entry.algorithm] ?? '')
  const verdict = Trace.run('file', `${name} is the file of the list`, (trace) => checkReleaseFile(list, { name, digest }, trace))
  return {
    subject: file,
    kind: 'release-file',
    digests: artifact.digests,
    outcome: verdict.outcome,
    signers: signersOf(list),
    times: [],
    vouchedBy: [],
    step: verdict.root,
  }
}

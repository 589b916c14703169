import { basename } from 'node:path'
import { configInvalid, CupelError, usageMissingArgument } from '@cupel/model'
import type { Signer, VerificationItem, VerificationReport } from '@cupel/model'
import { checkReleaseFile, readPgpKeyring, readSignifyKey, Refused, Trace, verifyChecksumList } from '@cupel/provenance'
import type { ReleaseSignature, ReleaseTrust, VerifiedChecksumList } from '@cupel/provenance'
import { givenArtifact } from './given-artifact.ts'
import { readEvidence } from './read-evidence.ts'
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
  readonly cwd: string
  readonly now: Date
}

/** Verifies the signed list of checksums of a release, and the files against it. */
export function verifyReleaseFiles(request: ReleaseRequest): VerificationReport {
  const { files, cwd } = request
  const trust = trustOf(request)
  const evidence = evidenceOf(request)
  const verdict = Trace.run('checksums', 'the list of checksums is signed by a release key', (trace) =>
    verifyChecksumList(evidence, trust, trace),
  )
  const list = item(request.list, verdict)
  const checked = verdict.value === undefined ? [] : files.map((file) => fileItem(file, verdict.value as VerifiedChecksumList, cwd))
  const policy = [...request.keyrings, ...request.signifyKeys].join(', ')
  return verificationReport([list, ...checked], [], { policy, root: '', rootDate: '' })
}

function trustOf({ keyrings, signifyKeys, cwd, now }: ReleaseRequest): ReleaseTrust {
  if (keyrings.length + signifyKeys.length === 0) {
    const missing = usageMissingArgument('whom to trust', 'verify release')
    throw new CupelError(missing.code, missing.message, { hint: 'give --keyring FILE for OpenPGP, or --minisign-key FILE' })
  }
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

function signersOf({ openpgp, signify }: VerifiedChecksumList): readonly Signer[] {
  const found: Signer[] = []
  if (openpgp !== null) {
    const { userIds, primary } = openpgp.certificate
    found.push({ kind: 'openpgp', issuer: '', subject: userIds[0] ?? '', key: primary.key.fingerprint, claims: {} })
  }
  if (signify !== null) found.push({ kind: 'minisign', issuer: '', subject: '', key: signify.key.id, claims: {} })
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

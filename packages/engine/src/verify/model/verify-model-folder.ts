import { relative, resolve, sep } from 'node:path'
import type { VerificationReport } from '@cupel/model'
import { CertificateStore, compareModel, readPemCertificates, Trace, verifyModel } from '@cupel/provenance'
import type { ModelSigner } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { requirePurl } from '../require-purl.ts'
import { loadRoot, loadTrust, readPublicKey } from '../trust-input.ts'
import { readTrusted, verdictItem } from '../verdict-item.ts'
import { nobodyTrusted } from '../verify-artifact.ts'
import type { TrustShown } from '../verification.ts'
import { verificationReport } from '../verification.ts'
import { hashModel } from './hash-model.ts'
import type { ModelTrust } from './model-by-policy.ts'
import { verifyModelByPolicy } from './model-by-policy.ts'

export interface ModelRequest {
  /** Folder of the model, or its one file. */
  readonly model: string
  readonly signature: string
  /** Trust policy; the one of the working folder counts where none of the next three is given. */
  readonly policy?: string
  /** Package that the model is, for the rules of the policy. */
  readonly purl?: string
  readonly key?: string
  /** PEM file of authorities whose certificates may sign. */
  readonly authority?: string
  readonly identity?: { readonly subject: string; readonly issuer: string }
  readonly trustedRoot?: string
  /** Oldest trust root accepted, in days. */
  readonly maxRootAge?: number
  /** Paths below the model that nobody signed and that are left out all the same. */
  readonly ignore: readonly string[]
  /** Files that nobody signed only warn. */
  readonly allowUnsigned: boolean
  readonly cwd: string
  readonly now: Date
}

/** Verifies a model's signature, and every file of the model against it (OpenSSF model signing specification 1.0). */
export function verifyModelFolder(request: ModelRequest): VerificationReport {
  const { model, cwd, ignore, allowUnsigned } = request
  requirePurl(request.purl)
  const { signer, shown } = signerOf(request)
  const path = resolve(cwd, model)
  const signatureFile = resolve(cwd, request.signature)
  const own = relative(path, signatureFile).replaceAll('\\', '/')
  const bytes = readEvidence(request.signature, cwd)
  const verdict = Trace.run('model', 'the model is as a trusted signer signed it', (trace) => {
    const signed = 'policy' in signer ? verifyModelByPolicy(bytes, signer, trace).signed : verifyModel(bytes, signer, trace)
    const { ignorePaths, ...hashing } = signed.serialization
    const left = [...ignore, ...(own.startsWith('..') ? [] : [own])]
    const skip = (name: string): boolean => left.includes(name) || ignorePaths.includes(name)
    const actual = hashModel(path, hashing, skip)
    compareModel(signed, actual, { ignorePaths: left, ...(allowUnsigned ? { unsigned: 'warn' } : {}) }, trace)
    return signed
  })
  const details =
    verdict.value === undefined ? {} : { files: verdict.value.resources.length, ignored: verdict.value.serialization.ignorePaths }
  return verificationReport([verdictItem(model, 'model', { verdict, parts: { details: { model: details } } })], [], shown)
}

function signerOf(request: ModelRequest): { readonly signer: ModelSigner | ModelTrust; readonly shown: TrustShown } {
  const { key, authority, identity, trustedRoot, cwd, now } = request
  if (key !== undefined) {
    return {
      signer: { method: 'key', key: readPublicKey(readEvidence(key, cwd), key) },
      shown: { policy: `key ${key}`, root: '', rootDate: '' },
    }
  }
  if (authority !== undefined) {
    const certificates = readTrusted(authority, () => readPemCertificates(readEvidence(authority, cwd).toString('latin1'), authority))
    return {
      signer: { method: 'certificate', store: new CertificateStore(certificates) },
      shown: { policy: authority, root: '', rootDate: '' },
    }
  }
  if (identity === undefined) {
    const { policy: file, purl, maxRootAge, model, signature } = request
    const files = { ...(file === undefined ? {} : { policy: file }), ...(trustedRoot === undefined ? {} : { trustedRoot }) }
    const trust = loadTrust({ ...files, ...(maxRootAge === undefined ? {} : { maxRootAge }) }, { cwd, now })
    if (trust.policy === null) throw nobodyTrusted()
    const path = relative(trust.base, resolve(cwd, model)).replaceAll(sep, '/')
    const subject = { path, ...(purl === undefined ? {} : { purl }) }
    return { signer: { trust, policy: trust.policy, subject, source: signature }, shown: trust.shown }
  }
  const { trusted, name, date, warning } = loadRoot(trustedRoot, { cwd, now, maxAgeDays: request.maxRootAge })
  return {
    signer: { method: 'sigstore', trust: trusted, anyOf: [{ san: identity.subject, issuer: identity.issuer }] },
    shown: { policy: `identity ${identity.subject} by ${identity.issuer}`, root: name, rootDate: date, rootWarning: warning },
  }
}

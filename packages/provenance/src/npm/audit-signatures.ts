import type { Verdict } from '../verdict/step.ts'
import { Trace } from '../verdict/trace.ts'
import type { NpmKey } from './keys.ts'
import type { NpmRelease, SignatureCheck, VerifiedNpmRelease } from './verify-signature.ts'
import { verifyNpmSignature } from './verify-signature.ts'

/** One installed package: from a registry with what that says, or from elsewhere with where. */
export type InstalledPackage =
  | ({ readonly from: 'registry' } & NpmRelease)
  | { readonly from: 'git' | 'file' | 'link' | 'remote' | 'bundled'; readonly name: string; readonly version: string }

export interface SignatureAudit {
  readonly verified: readonly AuditedPackage[]
  /** Not signed although the registry has keys. */
  readonly missing: readonly AuditedPackage[]
  /** Signed, but not so that it can be accepted. */
  readonly invalid: readonly AuditedPackage[]
  /** Not from a registry: nothing to audit, and not counted as good. */
  readonly skipped: readonly InstalledPackage[]
}

export interface AuditedPackage {
  readonly name: string
  readonly version: string
  readonly verdict: Verdict<VerifiedNpmRelease>
}

/** Checks the registry signature of every installed package. One bad package does not end the audit: all are reported. */
export function auditNpmSignatures(packages: readonly InstalledPackage[], keys: readonly NpmKey[], check?: SignatureCheck): SignatureAudit {
  const skipped = packages.filter((installed) => installed.from !== 'registry')
  const audited = packages.filter((installed) => installed.from === 'registry').map((installed) => audit(installed, keys, check))
  return {
    verified: audited.filter(({ verdict }) => verdict.outcome === 'verified'),
    missing: audited.filter(({ verdict }) => failure(verdict) === 'evidence-missing'),
    invalid: audited.filter(({ verdict }) => verdict.outcome === 'refused' && failure(verdict) !== 'evidence-missing'),
    skipped,
  }
}

function audit(release: NpmRelease, keys: readonly NpmKey[], check: SignatureCheck | undefined): AuditedPackage {
  const { name, version } = release
  const title = `Registry signature of ${name}@${version}`
  return { name, version, verdict: Trace.run('npm-signature', title, (trace) => verifyNpmSignature(release, keys, trace, check)) }
}

function failure(verdict: Verdict<VerifiedNpmRelease>): string | undefined {
  return verdict.root.steps.find((step) => step.outcome === 'failed')?.code
}

import type { JsonValue } from '../encoding/json-value.ts'
import { asObject, asString, optionalString } from '../encoding/json-value.ts'
import type { FulcioIdentity } from '../sigstore/fulcio-claims.ts'
import { Refused } from '../verdict/refused.ts'

/** A trusted publisher of a package index (PEP 740, "publisher"). */
export type PypiPublisher =
  | { readonly kind: 'GitHub'; readonly repository: string; readonly workflow: string; readonly environment?: string }
  | { readonly kind: 'GitLab'; readonly repository: string; readonly workflowFilepath: string; readonly environment?: string }
  | { readonly kind: 'Google'; readonly email: string }

const ISSUERS = {
  GitHub: 'https://token.actions.githubusercontent.com',
  GitLab: 'https://gitlab.com',
  Google: 'https://accounts.google.com',
}

/** Reads the publisher of a provenance object. Refuses kinds whose certificates nothing here can judge. */
export function readPublisher(value: JsonValue | undefined): PypiPublisher {
  const publisher = asObject(value, 'The publisher')
  const kind = asString(publisher['kind'], 'The kind of the publisher')
  if (kind === 'Google') return { kind, email: asString(publisher['email'], "The publisher's e-mail address") }
  if (kind !== 'GitHub' && kind !== 'GitLab')
    throw new Refused('unsupported-version', 'The publisher is of an unknown kind', { found: kind })
  const repository = asString(publisher['repository'], "The publisher's repository")
  const named = optionalString(publisher['environment'], "The publisher's environment")
  const environment = named === undefined ? {} : { environment: named }
  if (kind === 'GitHub') return { kind, repository, workflow: asString(publisher['workflow'], "The publisher's workflow"), ...environment }
  return { kind, repository, workflowFilepath: asString(publisher['workflow_filepath'], "The publisher's workflow"), ...environment }
}

/**
 * Whether a certificate's identity is the publisher: issuer, source repository, and the build configuration at the commit or ref the
 * same certificate names. At least one of these two must be there: without them any version of the workflow would do.
 */
export function requirePublisher({ issuer, san, claims }: FulcioIdentity, publisher: PypiPublisher): void {
  requireEqual('The certificate was issued on the word of another identity provider', ISSUERS[publisher.kind], issuer)
  if (publisher.kind === 'Google') {
    requireEqual('The certificate is for another e-mail address', publisher.email, san.kind === 'email' ? san.value : undefined)
    return
  }
  const repository = `${publisher.kind === 'GitHub' ? 'https://github.com' : 'https://gitlab.com'}/${publisher.repository}`
  requireEqual('The certificate is for another repository', repository, claims.sourceRepositoryUri)
  const path = publisher.kind === 'GitHub' ? `.github/workflows/${publisher.workflow}` : `/${publisher.workflowFilepath}`
  const versions = [claims.sourceRepositoryDigest, claims.sourceRepositoryRef].filter((version) => version !== undefined)
  if (versions.length === 0) throw new Refused('evidence-missing', 'The certificate names neither commit nor ref of the source')
  const expected = versions.map((version) => `${repository}/${path}@${version}`)
  if (claims.buildConfigUri !== undefined && expected.includes(claims.buildConfigUri)) return
  throw new Refused('signer-mismatch', 'The certificate is for another workflow', {
    expected: expected.join(' or '),
    found: claims.buildConfigUri ?? 'none',
  })
}

function requireEqual(reason: string, expected: string, found: string | undefined): void {
  if (found !== expected) throw new Refused('signer-mismatch', reason, { expected, found: found ?? 'none' })
}

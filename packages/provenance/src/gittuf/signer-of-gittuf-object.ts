import type { GitTrust } from '../git/git-trust.ts'
import type { GitObjectInput, GitSigner } from '../git/verify-git-object.ts'
import { verifyGitObject } from '../git/verify-git-object.ts'
import { readPgpKeyring } from '../openpgp/keyring.ts'
import { readAllowedSigners } from '../ssh/allowed-signers.ts'
import { keyReader } from '../ssh/ssh-public-key.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { GittufKey, GittufPrincipal } from './gittuf-principal.ts'
import { gittufKeyName } from './gittuf-principal.ts'
import type { GittufTrust } from './verify-gittuf-envelope.ts'
import { materialOfGittufKey } from './verify-gittuf-envelope.ts'

/** A principal who signed an object of the repository, and the key that was used. */
export interface GittufSigner {
  readonly principal: GittufPrincipal
  readonly keyMaterial: string
}

export interface GittufSignerQuery {
  readonly trust: GittufTrust
  readonly now: Date
  /** Keys of principals as they were read; share one over a whole log. */
  readonly keys?: WeakMap<readonly GittufPrincipal[], GitTrust>
}

/** The principal who signed an entry of the log, a commit or a tag. Refuses one that none of them signed. */
export function signerOfGittufObject(
  object: GitObjectInput,
  principals: readonly GittufPrincipal[],
  query: GittufSignerQuery,
  trace: Trace,
): GittufSigner {
  const { signer } = verifyGitObject(object, gitTrustOf(principals, query), trace)
  // Principals may share a key; one signature is still that of one of them.
  for (const principal of principals) {
    const key = principal.keys.find((candidate) => isKeyOf(signer, candidate))
    if (key !== undefined) return { principal, keyMaterial: materialOfGittufKey(key) }
  }
  throw new Refused('signer-unknown', `the ${object.type} is signed by none of the principals`)
}

function gitTrustOf(principals: readonly GittufPrincipal[], query: GittufSignerQuery): GitTrust {
  const known = query.keys?.get(principals)
  if (known !== undefined) return known
  const made = readKeys(principals, query)
  query.keys?.set(principals, made)
  return made
}

function readKeys(principals: readonly GittufPrincipal[], { trust, now }: GittufSignerQuery): GitTrust {
  const keys = principals.flatMap((principal) => principal.keys)
  const lines = keys.flatMap((key) =>
    key.kind === 'ssh' ? [`${key.id} ${keyReader(key.blob).name()} ${key.blob.toString('base64')}`] : [],
  )
  const rings = keys.flatMap((key) => (key.kind === 'openpgp' ? [key.armour] : []))
  return {
    ssh: { signers: readAllowedSigners(lines.join('\n')), identities: new Map() },
    openpgp: { keyring: readPgpKeyring(...rings), now },
    ...(trust.sigstore === undefined ? {} : { x509: { sigstore: trust.sigstore, requireProvenTime: true } }),
  }
}

function isKeyOf(signer: GitSigner, key: GittufKey): boolean {
  if (signer.kind === 'ssh') return key.kind === 'ssh' && gittufKeyName(key) === signer.key
  if (signer.kind === 'openpgp') return key.kind === 'openpgp' && key.id.toLowerCase() === signer.key
  return key.kind === 'sigstore' && signer.names.includes(key.identity) && signer.issuer === key.issuer
}

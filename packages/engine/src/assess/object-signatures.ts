import type { SignatureVerdict, VerifyObject } from '@cupel/assess'
import { findSigner, Refused, Trace, verifyPgpSignature, verifySshSignature } from '@cupel/provenance'
import type { Step } from '@cupel/model'
import type { GitSignature, Tree } from '@cupel/source'
import { treeKeys } from './tree-keys.ts'
import type { TreeKeys } from './tree-keys.ts'

const MAX_TAGS = 2000

/**
 * Verifies signatures of tags by the keys that the project publishes in its tree. Commits are not held against them: one person can publish
 * two keys there, and would be a reviewer of himself. A signature by nobody known is unknown; one that does not hold is refused.
 */
export function objectSignatureVerifier({ tree, now }: { readonly tree: Tree; readonly now: Date }): VerifyObject {
  let keys: TreeKeys | null = null
  let left = MAX_TAGS
  return (signature) => {
    if (isCommit(signature)) return unknown('keys of the tree say nothing of who reviewed')
    if (left-- <= 0) return unknown('there are too many signatures to look at all')
    keys ??= treeKeys(tree)
    try {
      return judge(signature, keys, now)
    } catch (error) {
      if (error instanceof Refused) return { state: 'refused', reason: error.message }
      throw error
    }
  }
}

function isCommit({ payload }: GitSignature): boolean {
  return Buffer.from(payload.subarray(0, 5)).toString('latin1') === 'tree '
}

function judge({ kind, armour, payload, count }: GitSignature, keys: TreeKeys, now: Date): SignatureVerdict {
  if (count !== 1) return { state: 'refused', reason: `it carries ${count} signatures, where git writes one` }
  const { openpgp, ssh } = keys
  if (kind === 'openpgp') {
    if (openpgp === null) return unknown('the tree publishes no OpenPGP key')
    return verdictOf((trace) => {
      const { certificate } = verifyPgpSignature(armour, payload, { options: { keyring: openpgp, now, sha1: 'refuse' }, trace })
      return `${certificate.userIds[0] ?? 'key'} ${certificate.primary.key.fingerprint}`
    })
  }
  if (kind === 'ssh') {
    if (ssh === null) return unknown('the tree publishes no allowed signers')
    return verdictOf((trace) => {
      const made = verifySshSignature(armour, payload, { options: { namespace: 'git' }, trace })
      const { principals, identity } = findSigner(made, { query: { signers: ssh, time: timeOf(payload) }, trace })
      return `${principals[0] ?? 'key'} ${identity.key.fingerprint}`
    })
  }
  return unknown('nobody says whose certificates count')
}

/** As git does: what the tagger claims. */
function timeOf(payload: Uint8Array): number {
  const head = Buffer.from(payload.subarray(0, 4096)).toString('latin1').split('\n\n', 1)[0] ?? ''
  return Number(/^tagger [^\n<]{0,500}<[^\n>]{0,500}> (\d{1,12}) /m.exec(head)?.[1] ?? 0)
}

function verdictOf(verify: (trace: Trace) => string): SignatureVerdict {
  const { value, root } = Trace.run('signature', 'the signature holds', verify)
  if (value !== undefined) return { state: 'verified', signer: value }
  const { reason = root.title, code = '' } = innermost(root)
  return code === 'signer-unknown' || code === 'trust-missing' || code === 'evidence-missing'
    ? unknown(reason)
    : { state: 'refused', reason }
}

function innermost(step: Step): Step {
  if (step.reason !== undefined) return step
  const failed = step.steps.toReversed().find(({ outcome }) => outcome === 'failed')
  return failed === undefined ? step : innermost(failed)
}

function unknown(reason: string): SignatureVerdict {
  return { state: 'unknown', reason }
}

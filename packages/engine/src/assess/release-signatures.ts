import { createHash } from 'node:crypto'
import type { GivenAsset, ProjectIdentity, SignatureVerdict, VerifySignature } from '@cupel/assess'
import type { Step } from '@cupel/model'
import {
  fulcioSigner,
  parseEnvelope,
  parseStrictJson,
  readBundle,
  readPgpKeyring,
  Refused,
  Trace,
  verifyBundleEvidence,
  verifyPgpSignature,
  verifyProvenance,
  verifyReadBundle,
  verifySignify,
} from '@cupel/provenance'
import type { TrustedRoot } from '@cupel/provenance'
import type { Tree } from '@cupel/source'
import { jsonTexts } from '../verify/read-evidence.ts'
import { shippedTrust } from '../verify/shipped-trust.ts'
import { signedByProject } from './signed-by-project.ts'
import { treeKeys } from './tree-keys.ts'
import type { TreeKeys } from './tree-keys.ts'

interface VerifierOptions {
  readonly tree: Tree
  readonly project: ProjectIdentity
  readonly now: Date
}

/**
 * Verifies release signatures with what the project itself publishes: its keys in the tree, and Sigstore identities of its own
 * workflows. A signature by somebody nobody named is unknown, not verified; one that does not hold, or is none, is refused.
 */
export function releaseSignatureVerifier(options: VerifierOptions): VerifySignature {
  let keys: TreeKeys | null = null
  let root: TrustedRoot | null = null
  return async (asset, signature) => {
    const [content, evidence] = await Promise.all([bytesOf(asset), bytesOf(signature)])
    keys ??= treeKeys(options.tree)
    root ??= shippedTrust(options.now).root
    try {
      return judge({ asset, signature, content, evidence }, { keys, root, options })
    } catch (error) {
      if (error instanceof Refused)
        return error.code === 'trust-missing' || error.code === 'signer-unknown' ? unknown(error.message) : refused(error.message)
      throw error
    }
  }
}

interface Pair {
  readonly asset: GivenAsset
  readonly signature: GivenAsset
  readonly content: Buffer
  readonly evidence: Buffer
}

interface Context {
  readonly keys: TreeKeys
  readonly root: TrustedRoot
  readonly options: VerifierOptions
}

async function bytesOf(asset: GivenAsset): Promise<Buffer> {
  return Buffer.from(await asset.read())
}

function judge(pair: Pair, context: Context): SignatureVerdict {
  const { evidence, signature } = pair
  if (evidence.length === 0) return refused('the file is empty')
  const text = evidence.toString('latin1')
  if (text.trimStart().startsWith('{'))
    return /\.jsonl?$|\.intoto/.test(signature.name) && !isBundle(evidence) ? judgeProvenance(pair, context) : judgeBundle(pair, context)
  if (text.startsWith('untrusted comment:')) return judgeSignify(pair, context)
  if (text.startsWith('-----BEGIN PGP') || ((evidence[0] ?? 0) & 0x80) !== 0) return judgeOpenPgp(pair, context)
  return refused('it is no signature of a known form')
}

function isBundle(evidence: Buffer): boolean {
  return (
    /"mediaType"\s{0,9}:\s{0,9}"application\/vnd\.dev\.sigstore\.bundle/.test(evidence.subarray(0, 2_000_000).toString('latin1')) &&
    jsonTexts(evidence).length === 1
  )
}

function judgeBundle({ content, evidence }: Pair, { root, options }: Context): SignatureVerdict {
  const bundle = readBundle(parseStrictJson(evidence, 'The bundle'))
  const verdict = Trace.run('bundle', 'the bundle verifies', (trace) =>
    verifyReadBundle(bundle, { trust: root, policy: { kind: 'judged-later' }, artifact: { bytes: content } }, trace),
  )
  if (verdict.value === undefined) return refused(reasonOf(verdict.root))
  const { signer } = verdict.value
  if (signer.kind === 'key') return unknown('it is signed with a key that the project does not publish')
  return signedByProject(fulcioSigner(signer.identity), options.project)
}

function judgeProvenance({ content, evidence, asset }: Pair, { root, options }: Context): SignatureVerdict {
  const sourceUri = options.project.url
  let last: SignatureVerdict = refused('it holds no provenance')
  for (const text of jsonTexts(evidence)) {
    if (!isBundle(text)) {
      parseEnvelope(text)
      last = unknown('the provenance is not bundled with its log entry, so it cannot be verified offline')
      continue
    }
    const verdict = Trace.run('provenance', 'the provenance verifies', (trace) => {
      const held = verifyBundleEvidence(text, root, trace)
      if (sourceUri === '') throw new Refused('trust-missing', 'the repository of the project is not known')
      return verifyProvenance(held, { artifacts: [digestsOf(content)], sourceUri }, trace)
    })
    if (verdict.value !== undefined) return { state: 'verified', signer: verdict.value.builderId }
    last = refused(`${asset.name}: ${reasonOf(verdict.root)}`)
  }
  return last
}

function judgeSignify({ content, evidence }: Pair, { keys }: Context): SignatureVerdict {
  if (keys.signify.length === 0) return unknown('the project publishes no minisign or signify key in its tree')
  const verdict = Trace.run('signify', 'the signature holds', (trace) =>
    verifySignify(evidence.toString('utf8'), content, { keys: keys.signify, trace }),
  )
  return verdict.value === undefined ? refused(reasonOf(verdict.root)) : { state: 'verified', signer: `key ${verdict.value.key.id}` }
}

function judgeOpenPgp({ content, evidence }: Pair, { keys, options }: Context): SignatureVerdict {
  if (keys.openpgp === null) {
    // Without any key at least junk is told from a signature.
    readSignature(evidence)
    return unknown('the project publishes no OpenPGP key in its tree')
  }
  const keyring = keys.openpgp
  const verdict = Trace.run('openpgp', 'the signature holds', (trace) =>
    verifyPgpSignature(asText(evidence), content, { options: { keyring, now: options.now, sha1: 'refuse' }, trace }),
  )
  if (verdict.value === undefined)
    return codeOf(verdict.root) === 'signer-unknown' ? unknown(reasonOf(verdict.root)) : refused(reasonOf(verdict.root))
  const { userIds, primary } = verdict.value.certificate
  return { state: 'verified', signer: `${userIds[0] ?? 'key'} ${primary.key.fingerprint}` }
}

function readSignature(evidence: Buffer): void {
  const verdict = Trace.run('openpgp', 'it is a signature', (trace) =>
    verifyPgpSignature(asText(evidence), Buffer.alloc(0), { options: { keyring: readPgpKeyring(), now: new Date(0) }, trace }),
  )
  const code = codeOf(verdict.root)
  if (code === 'malformed' || code === 'evidence-missing') throw new Refused(code, reasonOf(verdict.root))
}

function asText(evidence: Buffer): Uint8Array | string {
  return evidence.subarray(0, 10).toString('latin1').startsWith('-----BEGIN') ? evidence.toString('utf8') : evidence
}

function digestsOf(content: Buffer): Readonly<Record<string, string>> {
  return { sha256: createHash('sha256').update(content).digest('hex') }
}

function reasonOf(step: Step): string {
  return innermost(step).reason ?? step.title
}

function codeOf(step: Step): string {
  return innermost(step).code ?? ''
}

function innermost(step: Step): Step {
  if (step.reason !== undefined) return step
  const failed = step.steps.toReversed().find(({ outcome }) => outcome === 'failed')
  return failed === undefined ? step : innermost(failed)
}

function refused(reason: string): SignatureVerdict {
  return { state: 'refused', reason }
}

function unknown(reason: string): SignatureVerdict {
  return { state: 'unknown', reason }
}

import type { VerificationItem } from '@cupel/model'
import { checkStatus, checkTokenStatus, statusEntries, tokenStatusReference, Trace, verifyTokenStatusList } from '@cupel/provenance'
import type { CredentialOptions, JsonValue, VerifiedCredential, VerifiedTokenStatusList } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { verdictItem } from '../verdict-item.ts'
import { verifyCredentialBytes } from './verify-credential-bytes.ts'

type StatusList =
  | { readonly kind: 'credential'; readonly address: JsonValue | undefined; readonly list: VerifiedCredential }
  | { readonly kind: 'token'; readonly address: string; readonly list: VerifiedTokenStatusList }

export interface GivenStatusLists {
  readonly lists: readonly StatusList[]
  /** Lists that do not hold: nobody can say what they do to the credentials in them. */
  readonly refused: readonly VerificationItem[]
}

/** Verifies lists of statuses: Bitstring Status List credentials however they are secured, and status list tokens. */
export async function verifyStatusLists(files: readonly string[], options: CredentialOptions, cwd: string): Promise<GivenStatusLists> {
  const lists: StatusList[] = []
  const refused: VerificationItem[] = []
  for (const file of files) {
    const bytes = readEvidence(file, cwd)
    const verdict = await Trace.runAsync('status-list', 'its issuer stands behind the status list', (trace) =>
      verifyOne(bytes, options, trace),
    )
    if (verdict.value !== undefined) lists.push(verdict.value)
    else refused.push(verdictItem(file, 'credential', { verdict, parts: { signers: [], vouchedBy: [] } }))
  }
  return { lists, refused }
}

async function verifyOne(bytes: Buffer, options: CredentialOptions, trace: Trace): Promise<StatusList> {
  const text = bytes.toString('latin1').trim()
  if (isStatusListToken(text)) {
    const list = verifyTokenStatusList(text, options, trace)
    return { kind: 'token', address: list.address, list }
  }
  const list = await verifyCredentialBytes(bytes, options, trace)
  return { kind: 'credential', address: list.credential['id'], list }
}

/** By the type in its header; what only looks like one is refused where it is verified. */
function isStatusListToken(text: string): boolean {
  const [header = ''] = text.split('.', 1)
  return !text.startsWith('{') && Buffer.from(header.slice(0, 10_000), 'base64url').includes('"statuslist+jwt"')
}

/**
 * Looks a credential up in every list that it names: refused when one says that it is revoked or suspended. False when a list that it
 * names is not among those given.
 */
export function lookUpStatus(
  verified: VerifiedCredential,
  lists: readonly StatusList[],
  { options, trace }: { readonly options: CredentialOptions; readonly trace: Trace },
): boolean {
  const title = 'the issuer has not taken it back'
  const addresses = statusEntries(verified.credential).map((entry) => entry['statusListCredential'])
  const token = tokenStatusReference(verified.credential)
  if (addresses.length === 0 && token === null) {
    trace.skip('status', title, 'the credential names no status list')
    return true
  }
  return trace.step('status', title, (step) => {
    let known = true
    for (const address of new Set(addresses)) {
      const own = lists.flatMap((given) => (given.kind === 'credential' && given.address === address ? [given.list] : []))
      for (const list of own) checkStatus(verified, list)
      known &&= own.length > 0
    }
    const own = lists.flatMap((given) => (given.kind === 'token' && given.address === token?.address ? [given.list] : []))
    for (const list of own) checkTokenStatus(verified, list, options)
    if (token !== null) known &&= own.length > 0
    if (!known)
      step.warn('evidence-missing', 'it names a list with its status that was not given', 'fetch the list, then give it with --status-list')
    return known
  })
}

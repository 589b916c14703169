import { signStatement } from '../sign/attest-files.ts'
import type { MadeBundle, SignerRequest } from '../sign/make-bundle.ts'
import { policyStatement } from './policy-statement.ts'
import type { StatementRequest } from './policy-statement.ts'

/** A verdict as a statement without signature, for those who sign it elsewhere. */
export function writePolicyStatement(request: StatementRequest): string {
  return `${JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', ...policyStatement(request) }, null, 2)}\n`
}

/** Signs a verdict; what does not verify is never handed out. */
export function attestPolicy(request: StatementRequest, signer: SignerRequest): Promise<MadeBundle> {
  return signStatement(policyStatement(request), signer)
}

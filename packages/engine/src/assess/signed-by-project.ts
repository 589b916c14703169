import type { ProjectIdentity, SignatureVerdict } from '@cupel/assess'
import type { BuildSigner } from '@cupel/provenance'
import { forgeIssuer } from '../verify/forge-issuer.ts'

/**
 * A workflow of the project's own repository is the project, on the word of the forge that it lies at; of anybody else, and of people,
 * nobody said that they may sign.
 */
export function signedByProject(signer: BuildSigner, { url }: Pick<ProjectIdentity, 'url'>): SignatureVerdict {
  if (signer.kind === 'key') return unknown('it is signed with a key that the project does not publish')
  const {
    identity,
    issuer,
    claims: { repository },
  } = signer
  if (repository === undefined || url === '') return unknown(`the signature holds, and nothing says that ${identity} may sign`)
  if (issuer !== forgeIssuer(repository))
    return unknown(`the signature holds, and ${issuer || 'nobody'} cannot say what was built from ${repository}`)
  if (repository.toLowerCase() === url.toLowerCase()) return { state: 'verified', signer: identity }
  return { state: 'refused', reason: `it is signed by a workflow of ${repository}` }
}

function unknown(reason: string): SignatureVerdict {
  return { state: 'unknown', reason }
}

import { Refused } from '../verdict/refused.ts'
import type { StepNotes } from '../verdict/trace.ts'
import type { BuildSigner } from './build-signer.ts'
import type { BuildSource } from './check-source.ts'
import type { Dependency, ProvenanceFacts } from './provenance-facts.ts'

/**
 * Compares everything the provenance says with what the certificate says, and its list of dependencies with the source. A
 * certificate of before 2023 knows fewer claims; what it does not know is not compared.
 */
export function checkAgreement(facts: ProvenanceFacts, signer: BuildSigner, source: BuildSource, step: StepNotes): void {
  const claims = { ...(signer.kind === 'certificate' ? signer.claims : {}), ...source }
  let compared = 0
  for (const { claim, value, where } of facts.stated) {
    const attested = claims[claim]
    if (attested === undefined) continue
    compared += 1
    if (attested === value) continue
    throw new Refused('content-mismatch', `${where} does not agree with the certificate`, { expected: attested, found: value })
  }
  step.found(`${compared} statements agree`)
  checkDependency(facts.dependencies, source)
}

/** The source itself is always a dependency; another commit of it there means that something else was built. */
function checkDependency(dependencies: readonly Dependency[], source: BuildSource): void {
  const own = dependencies.filter(({ uri }) => isSource(uri, source.repository))
  if (dependencies.length > 0 && own.length === 0) {
    throw new Refused('content-mismatch', 'The source is not among the dependencies', {
      expected: source.repository,
      found: dependencies.map(({ uri }) => uri).join(', '),
    })
  }
  const commits = own.flatMap(({ digests }) => [digests['sha1'], digests['gitCommit']].filter((digest) => typeof digest === 'string'))
  const other = commits.find((commit) => source.commit !== undefined && commit !== source.commit)
  if (other === undefined) return
  throw new Refused('content-mismatch', 'The dependencies name another commit of the source', {
    expected: source.commit ?? '',
    found: other,
  })
}

function isSource(uri: string, repository: string): boolean {
  const bare = uri
    .replace(/^git\+/, '')
    .replace(/@[^@]*$/, '')
    .replace(/\.git$/, '')
  return bare === repository
}

import type { Reproduction } from './reproduce.ts'

/** Type of build that compares two artifacts after stabilising, as rebuilders attest it (oss-rebuild, "ArtifactEquivalence"). */
const EQUIVALENCE = 'https://docs.oss-rebuild.dev/builds/ArtifactEquivalence@v0.1'

/**
 * The comparison as an in-toto statement about the published package, SLSA provenance 1.0 in form. Only made of a package that was
 * reproduced: of any other there is nothing to vouch for.
 */
export function equivalenceStatement(
  { published, rebuilt, stabilisers, stabilisedDigest, tool, files }: Reproduction,
  finishedOn: string,
): string {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: published.file, digest: { sha256: published.sha256, sha512: published.sha512 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: EQUIVALENCE,
        externalParameters: { candidate: `rebuild/${published.file}`, target: `published/${published.file}` },
        internalParameters: { tool: `${tool.name} ${tool.version}`, stabilisers, files },
        resolvedDependencies: [
          { name: `rebuild/${published.file}`, digest: { sha256: rebuilt.sha256 } },
          { name: `published/${published.file}`, digest: { sha256: published.sha256 } },
        ],
      },
      runDetails: {
        builder: { id: 'urn:cupel:reproduce' },
        metadata: { invocationId: stabilisedDigest.published, finishedOn },
        byproducts: [{ name: `normalized/${published.file}`, digest: { sha256: stabilisedDigest.published } }],
      },
    },
  }
  return JSON.stringify(statement, null, 2) + '\n'
}

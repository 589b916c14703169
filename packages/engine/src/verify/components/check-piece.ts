import type { Component, Vouch } from '@cupel/model'
import { Refused, Trace } from '@cupel/provenance'
import type { Verdict } from '@cupel/provenance'
import { checkEvidence } from '../check-evidence.ts'
import { givenArtifact } from '../given-artifact.ts'
import type { GivenArtifact } from '../given-artifact.ts'
import { verifyPypiDocument, vouchOfPypi } from '../pypi/pypi-attestations.ts'
import type { Trust } from '../trust-input.ts'
import type { EvidencePiece } from './evidence-piece.ts'
import { otherName } from './other-version.ts'

interface PieceQuery {
  /** `algorithm:hex` of the file that the evidence must be about. */
  readonly key: string
  readonly component: Component
  readonly trust: Trust
}

/** Verifies one piece of evidence over the file of a digest. Refuses what names another package or version. */
export async function checkPiece(piece: EvidencePiece, { key, component, trust }: PieceQuery): Promise<Verdict<readonly Vouch[]>> {
  const names = piece.subjects.get(key) ?? []
  const other = otherName(names, component)
  if (other !== null) {
    return Trace.run('evidence', `the evidence in ${piece.source} is about this version`, () => {
      throw new Refused('subject-mismatch', 'the evidence is about these bytes as another package or version', {
        expected: component.purl,
        found: other,
        remedy: 'do not install it; something old or foreign is pinned under this name',
      })
    })
  }
  const [algorithm = '', hex = ''] = key.split(':')
  if (piece.kind === 'pypi') return checkPypi(piece, { names, sha256: algorithm === 'sha256' ? hex : '', trust })
  return checkEvidence({ text: piece.text, source: piece.source, artifact: artifactOf(piece, algorithm, hex) }, trust)
}

function checkPypi(
  { text, source }: EvidencePiece,
  { names: [file = ''], sha256, trust }: { readonly names: readonly string[]; readonly sha256: string; readonly trust: Trust },
): Verdict<readonly Vouch[]> {
  return Trace.run('evidence', `the attestations in ${source} hold`, (trace) =>
    verifyPypiDocument(text, { distribution: { file, sha256 }, root: trust.root }, trace).map((one) => vouchOfPypi(one, source)),
  )
}

/** The file itself where it lies beside its evidence and is the right one: some signatures cannot be verified by a digest. */
function artifactOf({ beside }: EvidencePiece, algorithm: string, hex: string): GivenArtifact {
  if (beside !== '') {
    const artifact = givenArtifact(beside, '/', { hold: true })
    if (artifact.digests[algorithm] === hex) return artifact
  }
  return { name: `${algorithm}:${hex}`, path: null, digests: { [algorithm]: hex }, bytes: null }
}

import type { Facts } from '../facts/facts.ts'
import type { ReleaseFacts } from '../facts/release-facts.ts'
import { found, notApplicable, notFound, snippetOf, unseen } from '../finding.ts'
import type { Missing } from '../outcome.ts'
import type { ProbeFinding, Reading } from '../probe.ts'
import { namedLike, releaseSigning } from './release-signing.ts'
import { RELEASES_LOOKED_AT } from './release-sboms.ts'
import { signatureKind } from './signature-names.ts'
import type { PipelineAnswer } from './release-pipeline.ts'
import { pipelineAnswer } from './release-pipeline.ts'
import { tagFindings } from './tag-findings.ts'

const UNDECIDED: Missing = {
  what: 'evidence',
  detail: 'a release has signatures that could not be verified here',
  remedy: 'give the release files and the keys or identities that may sign them',
}

/** One finding a release with assets: signed, or with provenance. Our reading counts what was verified, and signed tags where no releases are known. */
export function signedFindings(facts: Facts, reading: Reading, kind: 'signature' | 'provenance'): readonly ProbeFinding[] {
  if (!facts.releases.known)
    return reading === 'cupel' ? unseenReleases(facts, facts.releases.missing, kind) : [unseen(facts.releases.missing)]
  const releases = facts.releases.value
    .slice(0, RELEASES_LOOKED_AT)
    .filter(({ assets, attestations }) => assets.length > 0 || attestations.length > 0)
  if (releases.length === 0) {
    const tags = reading === 'cupel' && kind === 'signature' ? tagFindings(facts) : []
    return tags.length > 0 ? tags : [notApplicable('there are no releases with files')]
  }
  return releases.map((release) => (reading === 'cupel' ? verifiedFinding(release, kind) : namedFinding(release, kind)))
}

/**
 * Where no release was seen, tags whose signatures were judged stand for them; unsigned ones say nothing of the files. What the release
 * process does comes with the unknown, as a hint for the score.
 */
function unseenReleases(facts: Facts, missing: Missing, kind: 'signature' | 'provenance'): readonly ProbeFinding[] {
  const tags = kind === 'signature' ? tagFindings(facts) : []
  if (tags.some(({ outcome, values }) => outcome === 'true' || values?.['refused'] === true)) return tags
  const answer = pipelineAnswer(facts, 'sign', ({ tool }) => kind === 'signature' || PROVENANCE_TOOLS.has(tool.name))
  const hint = answer === null ? undefined : { pipeline: answer.tool ?? 'none' }
  return [
    ...tags.filter(({ outcome }) => outcome === 'unknown'),
    { ...unseen(missing, hint), ...(answer === null ? {} : { message: messageOf(answer, kind), places: answer.places }) },
  ]
}

function messageOf({ tool }: PipelineAnswer, kind: string): string {
  return tool === null
    ? `no release was seen; the release process makes no ${kind}`
    : `no release was seen; the release process makes ${kind} with ${tool}`
}

const PROVENANCE_TOOLS = new Set(['artifact attestation', 'SLSA generator', 'npm provenance', 'trusted publishing with attestations'])

function namedFinding(release: ReleaseFacts, kind: 'signature' | 'provenance'): ProbeFinding {
  const asset = namedLike(release, kind)
  const values = { releaseName: release.tag }
  const what = kind === 'signature' ? 'a signature' : 'provenance'
  if (asset === undefined)
    return notFound(`release ${snippetOf(release.tag)} has no file named like ${what}`, [{ url: release.url }], values)
  return found(`release ${snippetOf(release.tag)} has a file named like ${what}`, [{ url: asset.url }], {
    ...values,
    assetName: snippetOf(asset.name),
  })
}

function verifiedFinding(release: ReleaseFacts, kind: 'signature' | 'provenance'): ProbeFinding {
  const { verified, provenance, refused, undecided } = releaseSigning(release)
  const values = { releaseName: release.tag }
  const tag = snippetOf(release.tag)
  const best = kind === 'provenance' ? provenance : verified
  const places = [{ url: release.url }]
  if (best?.verdict.state === 'verified')
    return found(
      `release ${tag}: ${snippetOf(best.file)} holds over ${snippetOf(best.over ?? '')}, by ${snippetOf(best.verdict.signer)}`,
      places,
      { ...values, assetName: snippetOf(best.file) },
    )
  const bad = refused.filter((one) => one.kind === kind || kind === 'signature')
  const first = bad[0]
  if (first !== undefined) {
    const reason = first.verdict.state === 'refused' ? first.verdict.reason : 'it belongs to no file of the release'
    return notFound(`release ${tag}: ${snippetOf(first.file)} does not hold: ${snippetOf(reason)}`, places, { ...values, refused: true })
  }
  if (undecided.some((one) => one.kind === kind || kind === 'signature')) return unseen(UNDECIDED, values)
  const listed = unread(release, kind)
  if (listed !== undefined)
    return unseen(
      {
        what: 'evidence',
        detail: `release ${tag} lists ${snippetOf(listed)}, which was not at hand to verify`,
        remedy: 'have it fetched by --download-releases MB, or give the release files by --releases DIR',
      },
      values,
    )
  return notFound(`release ${tag} has no ${kind}`, places, values)
}

/** A signature that is only known by its name, as a forge lists it: neither a proof nor a fault. */
function unread({ assets, signatures }: ReleaseFacts, kind: 'signature' | 'provenance'): string | undefined {
  const read = new Set(signatures.map(({ file }) => file))
  return assets.find(({ name }) => {
    const form = signatureKind(name)
    return form !== null && (form === kind || kind === 'signature') && !read.has(name)
  })?.name
}

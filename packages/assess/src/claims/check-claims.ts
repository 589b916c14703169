import type { Facts } from '../facts/facts.ts'
import type { CheckedClaim, ClaimKind } from './claim.ts'
import { ciBadgesAreCurrent } from './kinds/ci-badges-are-current.ts'
import { codeOwnersPathsExist } from './kinds/code-owners-paths-exist.ts'
import { coverageBadgesAreFed } from './kinds/coverage-badges-are-fed.ts'
import { dependabotFoldersExist } from './kinds/dependabot-folders-exist.ts'
import { documentedCommandsExist } from './kinds/documented-commands-exist.ts'
import { goVersionAgrees } from './kinds/go-version-agrees.ts'
import { insightsAddressAgrees } from './kinds/insights-address-agrees.ts'
import { insightsAutomationAgrees } from './kinds/insights-automation-agrees.ts'
import { insightsDependenciesAgree } from './kinds/insights-dependencies-agree.ts'
import { insightsLicenceAgrees } from './kinds/insights-licence-agrees.ts'
import { insightsLinksExist } from './kinds/insights-links-exist.ts'
import { insightsReleaseAgrees } from './kinds/insights-release-agrees.ts'
import { insightsReviewIsCurrent } from './kinds/insights-review-is-current.ts'
import { insightsStatusAgrees } from './kinds/insights-status-agrees.ts'
import { insightsToolsRun } from './kinds/insights-tools-run.ts'
import { manifestLicenceAgrees } from './kinds/manifest-licence-agrees.ts'
import { namedFilesExist } from './kinds/named-files-exist.ts'
import { namedToolsRun } from './kinds/named-tools-run.ts'
import { noDependenciesIsTrue } from './kinds/no-dependencies-is-true.ts'
import { nodeVersionAgrees } from './kinds/node-version-agrees.ts'
import { preCommitIsConfigured } from './kinds/pre-commit-is-configured.ts'
import { pythonVersionAgrees } from './kinds/python-version-agrees.ts'
import { readmeLicenceAgrees } from './kinds/readme-licence-agrees.ts'
import { rustVersionAgrees } from './kinds/rust-version-agrees.ts'
import { semanticVersioningIsKept } from './kinds/semantic-versioning-is-kept.ts'
import { signOffIsKept } from './kinds/sign-off-is-kept.ts'
import { slsaLevelHasProvenance } from './kinds/slsa-level-has-provenance.ts'
import { supportedVersionsAreCurrent } from './kinds/supported-versions-are-current.ts'
import { updateBotsAreConfigured } from './kinds/update-bots-are-configured.ts'
import { workflowBadgesAreCurrent } from './kinds/workflow-badges-are-current.ts'

/** Every kind of claim that is looked for. */
export const CLAIM_KINDS: readonly ClaimKind[] = [
  ciBadgesAreCurrent,
  codeOwnersPathsExist,
  coverageBadgesAreFed,
  dependabotFoldersExist,
  documentedCommandsExist,
  goVersionAgrees,
  insightsAddressAgrees,
  insightsAutomationAgrees,
  insightsDependenciesAgree,
  insightsLicenceAgrees,
  insightsLinksExist,
  insightsReleaseAgrees,
  insightsReviewIsCurrent,
  insightsStatusAgrees,
  insightsToolsRun,
  manifestLicenceAgrees,
  namedFilesExist,
  namedToolsRun,
  noDependenciesIsTrue,
  nodeVersionAgrees,
  preCommitIsConfigured,
  pythonVersionAgrees,
  readmeLicenceAgrees,
  rustVersionAgrees,
  semanticVersioningIsKept,
  signOffIsKept,
  slsaLevelHasProvenance,
  supportedVersionsAreCurrent,
  updateBotsAreConfigured,
  workflowBadgesAreCurrent,
]

/** Every claim found, judged; contradictions first, then by kind and place. A claim is told once, however often it is made. */
export function checkClaims(facts: Facts): readonly CheckedClaim[] {
  const seen = new Set<string>()
  const claims = CLAIM_KINDS.flatMap((kind) => kind.check(facts).map((claim): CheckedClaim => ({ kind: kind.id, ...claim })))
  return claims
    .filter(({ kind, claim, stated }) => {
      const key = `${kind}\n${claim}\n${stated.path ?? ''}`
      return !seen.has(key) && seen.add(key) !== undefined
    })
    .sort((a, b) => Number(b.verdict === 'contradicted') - Number(a.verdict === 'contradicted'))
}

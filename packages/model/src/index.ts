export type { AdvisorySubject, Component, Evidence, EvidenceKind, Hash, HashAlgorithm, Scope } from './component.ts'
export { SCOPES } from './component.ts'
export type { Coverage, Skipped } from './coverage.ts'
export type { DependencyGraph, Project } from './graph.ts'
export type { Problem, ProblemCode, ProblemEffect } from './problem.ts'
export type { Severity } from './severity.ts'
export { SEVERITIES, severityOfScore } from './severity.ts'
export type {
  AdvisoryFacts,
  AdvisoryKind,
  CvssRating,
  ExploitPrediction,
  Finding,
  FindingKind,
  FindingState,
  KnownExploited,
  MatchReason,
  ProvenanceFacts,
  Rank,
  StateReason,
} from './finding.ts'
export type { IndexEcosystem, IndexState, ProvenanceState, ScanReport, Summary, Target, Verdict } from './report.ts'
export type { ProvenanceRuleId } from './provenance-rules.ts'
export { PROVENANCE_RULES } from './provenance-rules.ts'
export type { Bom, BomComponent, BomComponentType, BomReference, BomVulnerability } from './bom.ts'
export type { VersionScheme, VersionSchemeEntry } from './version-scheme.ts'
export { defineVersionScheme } from './version-scheme.ts'
export type { OsvAffected, OsvEvent, OsvRange, OsvRecord, OsvSeverity } from './osv.ts'
export type { PurlInput, PurlParts } from './purl.ts'
export { buildPurl, canonicalPurl, parsePurl, PurlInvalid } from './purl.ts'
export { isKnownEcosystem, loadVersionScheme, loadVersionSchemeById, versionSchemeId } from './version-schemes.ts'

export { VERSION_SCHEMES } from './versions.gen.ts'
export { pep440Key, pep440Text } from './pep440-key.ts'
export { ecosystemOfPurl, packageNameOf } from './purl-ecosystem.ts'
export { advisoryName, takesNamesAsWritten } from './advisory-name.ts'
export { namesSourcePackages } from './source-named.ts'
export type { AffectedState, AffectedVersions } from './affected.ts'
export { evaluateAffected, fixedVersionsFor, isInRange, isVersionRange } from './affected.ts'
export { MAX_VERSION_KEY_BYTES, orderKey, VERSION_KEY_REVISION, versionKey } from './version-keys/version-key.ts'
export type { AffectedSpans } from './version-keys/affected-spans.ts'
export { affectedSpans } from './version-keys/affected-spans.ts'
export type { VersionSpan } from './version-keys/version-span.ts'
export { compareVersionKeys, spansHold } from './version-keys/version-span.ts'
export { scoreCvss } from './cvss.ts'
export type { LicenceExpression } from './licence.ts'
export { normalizeLicense } from './licence.ts'
export { SPDX_EXCEPTIONS, SPDX_LICENCES } from './licence-list.data.ts'
export type { ErrorCode, ErrorCodeEntry, ErrorExitCode } from './error-codes.ts'
export { ERROR_CODES } from './error-codes.ts'
export { CupelError } from './cupel-error.ts'
export { nearestName } from './nearest-name.ts'
export { redact } from './redact.ts'
export {
  addressTaken,
  advisoryUnknown,
  configInvalid,
  diskFull,
  documentInvalid,
  indexDamaged,
  indexLocked,
  indexMissing,
  installationDamaged,
  interrupted,
  networkForbidden,
  nothingWaived,
  notInTarget,
  outputUnwritable,
  policyRefused,
  registryUnreachable,
  serviceUnreachable,
  signFailed,
  readOnlyHome,
  syncFailed,
  targetEmpty,
  targetMissing,
  trustRootOld,
  usageMissingArgument,
  usageUnknownCommand,
  usageUnknownFlag,
  usageWrongValue,
} from './errors.ts'
export {
  backupDamaged,
  backupNewer,
  copyDiffers,
  pushFailed,
  storeDamaged,
  storeLocked,
  storeNewer,
  storeNotEmpty,
  storeOfOtherEngine,
  storeSchemaDiffers,
  storeTooOld,
  storeUnreachable,
  storeUnwritable,
} from './store-errors.ts'
export type { VersComparator, VersConstraint, VersRange } from './vers.ts'
export { canonicalVers, parseVers, printVers, readVers, versContains, VersInvalid, versType } from './vers.ts'
export { versFromNative } from './vers-native.ts'
export type { Step, StepOutcome } from './verdict-step.ts'
export type { BuildClaims, Signer, SignerKind, TrustSubject, Vouch, VouchKind } from './vouch.ts'
export { SIGNER_KINDS, VOUCH_KINDS } from './vouch.ts'
export type { VerificationItem, VerificationReport } from './verification-report.ts'
export type {
  AssessmentReport,
  CheckReport,
  ClaimReport,
  EvidencePlace,
  MemorySafetyReport,
  MissingEvidence,
  ProbeAnswer,
  Remedy,
  RequirementReport,
  StandardReport,
} from './assessment-report.ts'
export type {
  PolicyDecision,
  PolicyEvidence,
  PolicyException,
  PolicyPackReport,
  PolicyPlace,
  PolicyReport,
  PolicyResult,
  PolicyRuleReport,
  RuleOutcome,
  RuleSeverity,
  RuleSubject,
} from './policy-report.ts'
export { RULE_SEVERITIES, RULE_SUBJECTS } from './policy-report.ts'
export type { SpdxNode } from './spdx-expression.ts'
export { parseSpdxExpression } from './spdx-expression.ts'

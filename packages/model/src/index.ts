export type { AdvisorySubject, Component, Evidence, EvidenceKind, Hash, HashAlgorithm, Scope } from './component.ts'
export { SCOPES } from './component.ts'
export type { Coverage, Skipped } from './coverage.ts'
export type { DependencyGraph, Project } from './graph.ts'
export type { Problem, ProblemCode, ProblemEffect } from './problem.ts'
export type { Severity } from './severity.ts'
export { SEVERITIES, severityOfScore } from './severity.ts'
export type {
  AdvisoryFacts,
  CvssRating,
  ExploitPrediction,
  Finding,
  FindingKind,
  FindingState,
  KnownExploited,
  MatchReason,
  Rank,
  StateReason,
} from './finding.ts'
export type { IndexEcosystem, IndexState, ScanReport, Summary, Target, Verdict } from './report.ts'
export type { Bom, BomComponent, BomComponentType, BomReference } from './bom.ts'
export type { VersionScheme } from './version-scheme.ts'
export { defineVersionScheme } from './version-scheme.ts'
export type { OsvAffected, OsvEvent, OsvRange, OsvRecord, OsvSeverity } from './osv.ts'

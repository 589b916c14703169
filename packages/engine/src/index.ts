export type { Component, Coverage, DependencyGraph, Finding, Problem, ScanReport } from '@cupel/model'
export { dependencyPaths, EXTRACTORS } from '@cupel/inventory'
export type { ReportOptions } from '@cupel/formats'
export {
  componentsNamed,
  diffJson,
  diffMarkdown,
  diffReports,
  diffText,
  explainFindings,
  explainWhy,
  findingsAbout,
  printable,
  printableJson,
  REPORT_FORMATS,
} from '@cupel/formats'
export type { Emit, Event } from './events.ts'
export type { InventoryRequest, TakenInventory } from './take-inventory.ts'
export { takeInventory } from './take-inventory.ts'
export { findConfig } from './config.ts'
export type { Matched, MatchOptions } from './match.ts'
export { match } from './match.ts'
export type { ScanOptions } from './scan.ts'
export { scan } from './scan.ts'
export { diffVerdict, reportOf } from './report-of.ts'
export { starterIndex } from './advisories.ts'
export { describeAdvisory, openAdvisoryData } from './describe-advisory.ts'

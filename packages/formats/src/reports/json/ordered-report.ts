import type {
  AdvisoryFacts,
  Coverage,
  Evidence,
  Finding,
  IndexState,
  Problem,
  ProvenanceFacts,
  ProvenanceState,
  ScanReport,
  Step,
  Summary,
} from '@cupel/model'

/**
 * The report with its keys in one order, whatever order they were set in, and nothing that the contract does not name. Components
 * and graphs, which are most of it, the inventory makes in that order already: they are taken as they are.
 */
export function orderedReport(report: ScanReport): ScanReport {
  const { schemaVersion, tool, target, index, coverage, components, graphs, findings, problems, provenance, policy, summary, verdict } =
    report
  return {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    target: { kind: target.kind, name: target.name, digest: target.digest },
    index: orderedIndex(index),
    coverage: coverage.map(orderedCoverage),
    components,
    graphs,
    findings: findings.map(orderedFinding),
    problems: problems.map(orderedProblem),
    ...(provenance !== undefined && { provenance: orderedProvenance(provenance) }),
    ...(policy !== undefined && { policy }),
    summary: orderedSummary(summary),
    verdict: { outcome: verdict.outcome, exitCode: verdict.exitCode, reasons: verdict.reasons },
  }
}

function orderedIndex({ kind, digest, modified, records, ecosystems, kev, epss }: IndexState): IndexState {
  return {
    kind,
    digest,
    modified,
    records,
    ecosystems: ecosystems.map((one) => ({ name: one.name, records: one.records, modified: one.modified })),
    kev,
    epss,
  }
}

function orderedCoverage({ path, by, format, formatVersion, state, packages, skipped, unknown }: Coverage): Coverage {
  return { path, by, format, formatVersion, state, packages, skipped: skipped.map(({ what, count }) => ({ what, count })), unknown }
}

function orderedEvidence({ path, line, column, by, kind, layer }: Evidence): Evidence {
  return {
    path,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    by,
    kind,
    ...(layer !== undefined && { layer }),
  }
}

function orderedFinding(finding: Finding): Finding {
  const { stateReason: reason } = finding
  return {
    id: finding.id,
    kind: finding.kind,
    severity: finding.severity,
    advisory: orderedAdvisory(finding.advisory),
    component: finding.component,
    match: { by: finding.match.by, text: finding.match.text },
    fixedVersions: finding.fixedVersions,
    upgrade: finding.upgrade,
    scopes: finding.scopes,
    direct: finding.direct,
    paths: finding.paths,
    locations: finding.locations.map(orderedEvidence),
    state: finding.state,
    stateReason: reason && {
      by: reason.by,
      source: reason.source,
      ...(reason.line !== undefined && { line: reason.line }),
      justification: reason.justification,
      statement: reason.statement,
      author: reason.author,
      expires: reason.expires,
    },
    rank: { score: finding.rank.score, reasons: finding.rank.reasons },
    ...(finding.provenance !== undefined && { provenance: orderedFacts(finding.provenance) }),
  }
}

function orderedFacts({ rules, digests, evidence, remedy, step }: ProvenanceFacts): ProvenanceFacts {
  return { rules, digests, evidence, remedy, step: orderedStep(step) }
}

function orderedStep({ id, title, outcome, expected, found, code, reason, remedy, steps }: Step): Step {
  return {
    id,
    title,
    outcome,
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(remedy !== undefined && { remedy }),
    steps: steps.map(orderedStep),
  }
}

function orderedProvenance({ policy, root, rootDate, evidence, covered, trusted, uncovered }: ProvenanceState): ProvenanceState {
  return { policy, root, rootDate, evidence, covered, trusted, uncovered }
}

function orderedAdvisory({ id, aliases, summary, published, modified, cvss, cwes, kev, epss }: AdvisoryFacts): AdvisoryFacts {
  return {
    id,
    aliases,
    summary,
    published,
    modified,
    cvss: cvss.map(({ version, vector, score }) => ({ version, vector, score })),
    cwes,
    kev: kev && { added: kev.added, due: kev.due, ransomware: kev.ransomware },
    epss: epss && { score: epss.score, percentile: epss.percentile },
  }
}

function orderedProblem({ code, effect, path, line, detail, hint, by }: Problem): Problem {
  return {
    code,
    effect,
    path,
    ...(line !== undefined && { line }),
    detail,
    ...(hint !== undefined && { hint }),
    ...(by !== undefined && { by }),
  }
}

function orderedSummary(summary: Summary): Summary {
  const { byState, byKind, bySeverity } = summary
  return {
    files: summary.files,
    components: summary.components,
    unmatched: summary.unmatched,
    findings: summary.findings,
    byState: {
      open: byState.open,
      waived: byState.waived,
      'not-affected': byState['not-affected'],
      fixed: byState.fixed,
      'under-investigation': byState['under-investigation'],
    },
    byKind: { vulnerability: byKind.vulnerability, malware: byKind.malware, provenance: byKind.provenance },
    bySeverity: {
      critical: bySeverity.critical,
      high: bySeverity.high,
      unknown: bySeverity.unknown,
      medium: bySeverity.medium,
      low: bySeverity.low,
      none: bySeverity.none,
    },
    knownExploited: summary.knownExploited,
    problems: summary.problems,
  }
}

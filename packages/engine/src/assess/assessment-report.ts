import type { AssessedCheck, Missing, Place, ProbeFinding } from '@cupel/assess'
import type {
  AssessmentReport,
  CheckReport,
  ClaimReport,
  EvidencePlace,
  MissingEvidence,
  ProbeAnswer,
  Problem,
  StandardReport,
} from '@cupel/model'
import { toolVersion } from '../tool-version.ts'
import { linkOf } from './assess-project.ts'
import type { JudgedStandard, ProjectAssessment } from './assess-project.ts'

/** Places shown beside a requirement; all of them stand with the probes that found them. */
const MAX_PLACES = 10

/**
 * The report of an assessment: everything in an order that depends on nothing but the facts, places with their address on the forge.
 * What only kept dependencies from being matched is a note here: the check that needed it says itself that it could not see.
 */
export function assessmentReport(assessed: ProjectAssessment): AssessmentReport {
  const { assessment, facts, forge, memorySafety } = assessed
  const place = (one: Place): EvidencePlace => placed(one, assessed)
  const checks = assessment.checks.map((check) => checkReport(check, assessed, place))
  const claims = claimReports(assessed, place)
  const { name, url, commit } = facts.project
  return {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: toolVersion() },
    asOf: assessment.asOf,
    project: { name, url, commit },
    reading: assessment.reading,
    score: assessment.score,
    checks,
    standards: assessed.standards.map((standard) => standardReport(standard, place)),
    slsa: assessed.slsa.map(({ track, claimed, shown }) => ({ track, claimed: claimed?.level ?? null, shown })),
    claims,
    criticality: assessed.criticality.map(({ formula, score, absent }) => ({ formula, score, absent })),
    memorySafety:
      memorySafety === null
        ? null
        : {
            lines: memorySafety.lines,
            unsafeLines: memorySafety.unsafeLines,
            unsafeShare: memorySafety.unsafeShare,
            languages: memorySafety.languages.map(({ language, kind, lines, unsafeLines }) => ({ language, kind, lines, unsafeLines })),
            cut: memorySafety.cut,
          },
    forge: forge === null ? null : { ...forge.cost },
    problems: sortedProblems(assessed.problems),
    summary: {
      scored: checks.filter(({ score, basis }) => score >= 0 && basis === undefined).length,
      byClone: checks.filter(({ score, basis }) => score >= 0 && basis === 'clone').length,
      inconclusive: checks.filter(({ score }) => score < 0).length,
      partlySeen: checks.filter(({ score, missing }) => score >= 0 && missing.length > 0).length,
      contradictedClaims: claims.filter(({ verdict }) => verdict === 'contradicted').length,
    },
  }
}

/** The whole tree is no file that could be opened. */
function placed(place: Place, { facts }: ProjectAssessment): EvidencePlace {
  const { path, line, endLine, column, commit, snippet } = place
  const url = path === '.' ? place.url : linkOf(facts, place)
  return {
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(endLine === undefined ? {} : { endLine }),
    ...(column === undefined ? {} : { column }),
    ...(commit === undefined ? {} : { commit }),
    ...(url === undefined ? {} : { url }),
    ...(snippet === undefined ? {} : { snippet }),
  }
}

type PlaceOf = (place: Place) => EvidencePlace

function checkReport(
  { check, score, reason, basis, missing = [] }: AssessedCheck,
  { assessment }: ProjectAssessment,
  place: PlaceOf,
): CheckReport {
  const answers = assessment.probes
    .filter(({ probe }) => check.probes.includes(probe.id))
    .flatMap(({ probe, findings }) =>
      findings.map((finding): ProbeAnswer => {
        const isFault = finding.outcome === (probe.fault ?? 'false')
        return { ...answerOf(probe.id, finding, place), ...(isFault ? { remediation: finding.remediation ?? probe.remediation } : {}) }
      }),
    )
  const { id, title, risk } = check
  return { id, title, risk, score, reason, ...(basis !== undefined && { basis }), missing: distinct(missing.map(missingOf)), answers }
}

function answerOf(probe: string, { outcome, message, places, missing }: ProbeFinding, place: PlaceOf): ProbeAnswer {
  return { probe, outcome, message, places: places.map(place), ...(missing === undefined ? {} : { missing: missingOf(missing) }) }
}

function missingOf({ what, detail, remedy }: Missing): MissingEvidence {
  return { what, detail, remedy }
}

function standardReport({ catalogue, results, progress }: JudgedStandard, place: PlaceOf): StandardReport {
  return {
    id: catalogue.id,
    title: catalogue.title,
    version: catalogue.version,
    reached: progress.reached,
    levels: progress.levels.map(({ level, title, total, enough, percent, counts }) => ({
      id: level,
      title,
      total,
      fulfilled: enough,
      percent,
      counts,
    })),
    requirements: results.map(
      ({ requirement, level, status, basis, confidence, justification, evidence, missing, remediation, ...rest }) => ({
        id: requirement.id,
        title: requirement.title,
        group: requirement.group,
        level,
        category: requirement.category,
        status,
        basis,
        confidence,
        justification,
        places: distinct(evidence.flatMap(({ finding }) => finding.places).map(place)).slice(0, MAX_PLACES),
        ...(missing === undefined ? {} : { missing: missingOf(missing) }),
        ...(remediation === undefined ? {} : { remediation }),
        contradicted: rest.contradicted,
      }),
    ),
  }
}

function claimReports({ claims }: ProjectAssessment, place: PlaceOf): readonly ClaimReport[] {
  const keyOf = ({ stated, kind, claim }: ClaimReport): string =>
    [stated.path ?? '', String(stated.line ?? 0).padStart(9, '0'), kind, claim].join('\0')
  return claims
    .map(({ kind, claim, verdict, message, stated, evidence }) => ({
      kind,
      claim,
      verdict,
      message,
      stated: place(stated),
      evidence: evidence.map(place),
    }))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

const MATCHING: ReadonlySet<Problem['code']> = new Set(['version-unpinned', 'ecosystem-not-covered', 'version-uncomparable'])

function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ path, line, code, detail }: Problem): string => [path, String(line ?? 0).padStart(9, '0'), code, detail].join('\0')
  return distinct(problems.map((one): Problem => (MATCHING.has(one.code) ? { ...one, effect: 'note' } : one))).sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  )
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

import {
  draftInsights,
  probeJson,
  proposalLinks,
  scorecardJson,
  scorecardSarif,
  scorecardStatement,
  writeAnswers,
  writeGemara,
  writeOscal,
  writeYaml,
} from '@cupel/assess'
import type { Answer, RequirementResult } from '@cupel/assess'
import { assessmentHtml, assessmentJson, assessmentText, badgeSvg, printableJson } from '@cupel/formats'
import type { ReportOptions } from '@cupel/formats'
import { usageWrongValue } from '@cupel/model'
import type { AssessmentReport } from '@cupel/model'
import { toolVersion } from '../tool-version.ts'
import type { JudgedStandard, ProjectAssessment } from './assess-project.ts'

/** One assessment, and what may be shown with it. */
export interface AssessedProject {
  readonly assessed: ProjectAssessment
  readonly report: AssessmentReport
  /** Earlier reports of the same project, oldest first. */
  readonly earlier: readonly AssessmentReport[]
}

type Write = (project: AssessedProject, options: ReportOptions) => string

const WRITERS: Readonly<Record<string, Write>> = {
  text: ({ report }, options) => assessmentText(report, options),
  json: ({ report }) => assessmentJson(report),
  html: ({ report, earlier }) => assessmentHtml(report, { earlier }),
  badge: ({ report }) => badgeSvg(report),
  scorecard: ({ assessed }) => json(scorecardJson(assessed.assessment, tool())),
  probe: ({ assessed }) => json(probeJson(assessed.assessment, tool())),
  sarif: ({ assessed }) => json(scorecardSarif(assessed.assessment, tool())),
  intoto: statement,
  oscal: (project) => onStandard('oscal', project, writeOscal),
  gemara: (project) => onStandard('gemara', project, writeGemara),
  memory: memoryDocument,
  insights: ({ assessed }) => writeYaml(draftInsights(assessed.facts)),
  answers: ({ assessed }) => answersOf(assessed),
  proposals: ({ assessed }) => proposals(assessed),
}

/** Values of `--format`. */
export const ASSESSMENT_FORMATS: readonly string[] = Object.keys(WRITERS)

/** One assessment in one form. Throws CupelError when the assessment has not what the form is for. */
export function writeAssessment(project: AssessedProject, format: string, options: ReportOptions): string {
  const write = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined
  if (write === undefined) throw usageWrongValue('--format', format, ASSESSMENT_FORMATS)
  return write(project, options)
}

function tool(): { readonly version: string; readonly commit: string } {
  return { version: `cupel ${toolVersion()}`, commit: 'unknown' }
}

function json(value: unknown): string {
  return `${printableJson(JSON.stringify(value, null, 2))}\n`
}

function statement({ assessed }: AssessedProject): string {
  const stated = scorecardStatement(assessed.assessment, tool())
  if (stated === null) throw usageWrongValue('--format', 'intoto', 'a statement is about a commit, and this project shows none')
  return json(stated)
}

/** Memory safety with the longest unsafe pieces, and over time where that was asked for. */
function memoryDocument({ assessed }: AssessedProject): string {
  const { memorySafety, memoryOverTime, facts } = assessed
  if (memorySafety === null) throw usageWrongValue('--format', 'memory', 'it is what --brief leaves out')
  const { name, url, commit } = facts.project
  return json({ project: { name, url, commit }, ...memorySafety, overTime: memoryOverTime })
}

/** These forms hold one standard each: the baseline where it was judged, which they were made for. */
function onStandard(
  format: string,
  { assessed }: AssessedProject,
  write: (
    catalogue: JudgedStandard['catalogue'],
    results: JudgedStandard['results'],
    subject: { url: string; commit: string; asOf: string },
  ) => string,
): string {
  const judged = assessed.standards.find(({ catalogue }) => catalogue.id === 'osps-baseline') ?? assessed.standards[0]
  if (judged === undefined) throw usageWrongValue('--format', format, 'it needs a standard; leave --standard none out')
  const { name, url, commit } = assessed.facts.project
  return printableJson(write(judged.catalogue, judged.results, { url: url || name, commit, asOf: assessed.facts.asOf }))
}

/** What evidence or people decided, as the badge site takes it. */
function answersOf({ standards }: ProjectAssessment): string {
  const decided = standards.flatMap(({ results }) => results).flatMap(decidedOf)
  return printableJson(
    writeAnswers(
      new Map(decided.map(([field, answer]) => [field.toLowerCase(), answer])),
      decided.map(([field]) => field),
    ),
  )
}

const STATUS: Readonly<Partial<Record<RequirementResult['status'], Answer['status']>>> = { met: 'Met', unmet: 'Unmet', 'n/a': 'N/A' }

function decidedOf({ requirement, status, justification }: RequirementResult): readonly (readonly [string, Answer])[] {
  const said = STATUS[status]
  return said === undefined ? [] : [[requirement.field ?? requirement.id, { status: said, justification, source: 'cupel assess' }]]
}

function proposals({ standards, facts }: ProjectAssessment): string {
  if (facts.project.url === '')
    throw usageWrongValue(
      '--format',
      'proposals',
      'the badge site knows projects by their address, and this clone has no remote on a known forge',
    )
  const links = standards
    .filter(({ catalogue }) => catalogue.id === 'best-practices' || catalogue.id === 'osps-baseline')
    .flatMap(({ catalogue, results }) =>
      catalogue.levels.flatMap(({ id }) =>
        proposalLinks(
          results
            .filter(({ level, basis }) => level === id && basis === 'evidence')
            .flatMap((result) => decidedOf(result).map(([field, answer]) => ({ field, answer }))),
          { url: facts.project.url, section: catalogue.id === 'best-practices' ? id : `baseline-${id.replace(/\D/g, '')}` },
        ),
      ),
    )
  return links.map((link) => `${link}\n`).join('')
}

import { DocumentInvalid, readYaml } from '@cupel/formats'
import type { Problem } from '@cupel/model'
import { PurlInvalid, canonicalPurl } from '@cupel/model'

export interface Reviewer {
  readonly name: string
  readonly organization: string
  readonly associated: boolean | null
  readonly compensation: string
}

/** One security review: the front matter of a file of the security-reviews collection. */
export interface SecurityReview {
  readonly path: string
  readonly state: 'active' | 'draft' | 'removed'
  readonly reviewers: readonly Reviewer[]
  readonly methodology: readonly string[]
  readonly issues: 'severe' | 'non-severe' | 'not-examined' | 'none' | 'unknown'
  /** Canonical. */
  readonly purls: readonly string[]
  /** YYYY-MM-DD; empty when it is not stated. */
  readonly date: string
  readonly scope: string
  /** First paragraph of the summary. */
  readonly summary: string
}

export interface ReviewRead {
  /** null: the file is no review. */
  readonly review: SecurityReview | null
  readonly problems: readonly Problem[]
}

const MAX_LENGTH = 2_000_000
const REQUIRED = [
  'Publication-State',
  'Reviewers',
  'Domain',
  'Methodology',
  'Issues-Identified',
  'Package-URLs',
  'Review-Date',
  'Scope',
  'Schema-Version',
  'SPDX-License-Identifier',
]
const STATES: ReadonlyMap<string, SecurityReview['state']> = new Map([
  ['active', 'active'],
  ['draft', 'draft'],
  ['removed', 'removed'],
])
const ISSUES: ReadonlyMap<string, SecurityReview['issues']> = new Map([
  ['severe', 'severe'],
  ['non-severe', 'non-severe'],
  ['not-examined', 'not-examined'],
  ['none', 'none'],
])
const METHODS = ['static-analysis', 'dynamic-analysis', 'code-review', 'web-search', 'fuzzing', 'external', 'external-review']
const SCOPES = ['implementation/full', 'implementation/partial', 'non-implementation']
const SOURCES = ['project', 'non-project', 'external', 'undisclosed', 'none']
const SECTIONS = ['Summary', 'Disclaimer', 'License']

/**
 * Reads and checks one review of the form of ossf/security-reviews (its template, schema version 1.0). Case of words does not
 * count. What is missing or unknown is a Problem with its line; a review without package or date is still given.
 */
export function readReview(text: string, path: string): ReviewRead {
  const problems: Problem[] = []
  const problem = (line: number, detail: string): void => {
    problems.push({ code: 'malformed', effect: 'incomplete', path, line, detail, by: 'security-reviews' })
  }
  const front = frontMatter(text.slice(0, MAX_LENGTH))
  if (front === undefined) {
    problem(1, 'the file has no front matter between two lines of dashes')
    return { review: null, problems }
  }
  const fields = parsed(front.yaml, (line, detail) => problem(line + front.line - 1, detail))
  if (fields === null) return { review: null, problems }
  const lineOf = (key: string): number => {
    const at = front.yaml.split('\n').findIndex((line) => line.toLowerCase().startsWith(`${key.toLowerCase()}:`))
    return at === -1 ? front.line : at + front.line
  }
  const field = (key: string): unknown => Object.entries(fields).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]
  for (const key of REQUIRED) if (field(key) === undefined || field(key) === null) problem(front.line, `the field ${key} is missing`)
  const oneOf = (key: string, known: readonly string[]): string => {
    const value = String(field(key) ?? '').toLowerCase()
    if (value !== '' && !known.includes(value)) problem(lineOf(key), `${key} has a value that the form does not know`)
    return value
  }

  const state = STATES.get(oneOf('Publication-State', [...STATES.keys()])) ?? 'draft'
  const issues = ISSUES.get(oneOf('Issues-Identified', [...ISSUES.keys()])) ?? 'unknown'
  const scope = oneOf('Scope', SCOPES)
  const methodology = list(field('Methodology')).map(String)
  for (const method of methodology)
    if (!METHODS.includes(method.toLowerCase())) problem(lineOf('Methodology'), 'Methodology has a value that the form does not know')
  const reviewers = list(field('Reviewers')).map(reviewerOf)
  if (reviewers.length === 0 && field('Reviewers') !== undefined) problem(lineOf('Reviewers'), 'there is no reviewer')
  for (const { compensation } of reviewers)
    if (compensation !== '' && !SOURCES.includes(compensation))
      problem(lineOf('Reviewers'), 'Compensation-Source has a value that the form does not know')
  const purls = list(field('Package-URLs')).flatMap((value) => {
    try {
      return [canonicalPurl(String(value).trim())]
    } catch (error) {
      if (!(error instanceof PurlInvalid)) throw error
      problem(lineOf('Package-URLs'), `a package URL is not valid: ${error.message}`)
      return []
    }
  })
  if (purls.length === 0) problem(lineOf('Package-URLs'), 'the review names no package')
  const stated = field('Review-Date')
  const date = stated instanceof Date ? stated.toISOString().slice(0, 10) : String(stated ?? '')
  if (date !== '' && (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))))
    problem(lineOf('Review-Date'), 'Review-Date is no date of the form YYYY-MM-DD')
  const body = text.slice(front.end)
  for (const section of SECTIONS)
    if (!new RegExp(`^#{1,6}\\s+${section}\\b`, 'im').test(body)) problem(front.lines, `the section ${section} is missing`)
  const summary = /^#{1,6}\s+Summary\s*\n+([^\n#][^\n]{0,1000})/im.exec(body)?.[1]?.trim() ?? ''
  return { review: { path, state, reviewers, methodology, issues, purls, date, scope, summary }, problems }
}

function frontMatter(
  text: string,
): { readonly yaml: string; readonly line: number; readonly lines: number; readonly end: number } | undefined {
  const start = /^\ufeff?\s{0,200}---[ \t]*\r?\n/.exec(text)
  if (start === null) return undefined
  const end = text.indexOf('\n---', start[0].length - 1)
  if (end === -1) return undefined
  return {
    yaml: text.slice(start[0].length, end).replaceAll('\r', ''),
    line: start[0].split('\n').length,
    lines: text.slice(0, end).split('\n').length,
    end: end + 4,
  }
}

function parsed(yaml: string, problem: (line: number, detail: string) => void): Readonly<Record<string, unknown>> | null {
  try {
    const value = readYaml(yaml)[0]
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    problem(1, 'the front matter is no mapping')
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    problem(Math.max(1, error.line), `the front matter is ${error.message}`)
  }
  return null
}

function reviewerOf(value: unknown): Reviewer {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const associated = fields['Associated-With-Project']
  return {
    name: String(fields['Name'] ?? ''),
    organization: String(fields['Organization'] ?? ''),
    associated:
      typeof associated === 'boolean'
        ? associated
        : /^(?:true|false)$/i.test(String(associated))
          ? /^true$/i.test(String(associated))
          : null,
    compensation: String(fields['Compensation-Source'] ?? '').toLowerCase(),
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

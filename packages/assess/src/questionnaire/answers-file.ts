import { DocumentInvalid, readJson, readYaml } from '@cupel/formats'
import type { Problem } from '@cupel/model'
import type { Answer, Answers } from '../standards/answers.ts'

export interface AnswersRead {
  readonly answers: Answers
  /** Members that are no answers (`name`, `license` …), as they stand. */
  readonly other: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
}

/** Where projects keep their answers, in the order in which they count. */
export const ANSWER_FILES: readonly string[] = ['.bestpractices.json', '.project.d/bestpractices.json']

/** The badge site reads no longer files. */
const MAX_BYTES = 50_000
const MAX_TEXT = 8_192
const STATUS: ReadonlyMap<string, Answer['status'] | null> = new Map([
  ['met', 'Met'],
  ['unmet', 'Unmet'],
  ['n/a', 'N/A'],
  ['na', 'N/A'],
  ['?', null],
  ['unknown', null],
  ['', null],
])

/**
 * Reads a `.bestpractices.json` (the form of the badge site's project entries: `<id>_status`, `<id>_justification`). What is `?`
 * is no answer. Each other fault is a Problem with its line; the rest of the file counts.
 */
export function readAnswers(text: string, path: string): AnswersRead {
  const problems: Problem[] = []
  const problem = (line: number, detail: string, effect: Problem['effect'] = 'incomplete'): void => {
    problems.push({ code: 'malformed', effect, path, line, detail, by: 'answers' })
  }
  if (new TextEncoder().encode(text).length > MAX_BYTES)
    problem(1, `the file is longer than the ${MAX_BYTES} bytes that the badge site reads`, 'note')
  const root = parsed(text, path, problem)
  const answers = new Map<string, Answer>()
  const other: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(root)) {
    const field = /^([a-z0-9_]{1,80})_status$/i.exec(key)?.[1]?.toLowerCase()
    if (field === undefined) {
      if (!key.endsWith('_justification')) other[key] = value
      continue
    }
    const line = lineOf(text, key)
    const status = typeof value === 'string' ? STATUS.get(value.trim().toLowerCase()) : undefined
    if (status === undefined) problem(line, `the status of ${field} is none of Met, Unmet, N/A and ?`)
    if (status === undefined || status === null) continue
    const reason: unknown = root[`${field}_justification`] ?? root[key.replace(/_status$/i, '_justification')] ?? ''
    if (typeof reason !== 'string') problem(lineOf(text, `${field}_justification`), `the justification of ${field} is no text`)
    answers.set(field, { status, justification: typeof reason === 'string' ? reason.slice(0, MAX_TEXT) : '', source: path, line })
  }
  return { answers, other, problems }
}

/**
 * Writes answers in the same form, in the order of `fields`; members of `other` come first and stay as they are. Deterministic,
 * with a final newline.
 */
export function writeAnswers(answers: Answers, fields: readonly string[], other: Readonly<Record<string, unknown>> = {}): string {
  const root: Record<string, unknown> = { ...other }
  const known = new Set(fields.map((field) => field.toLowerCase()))
  for (const field of [...fields, ...[...answers.keys()].filter((one) => !known.has(one)).sort()]) {
    const answer = answers.get(field.toLowerCase())
    if (answer === undefined) continue
    root[`${field}_status`] = answer.status
    if (answer.justification !== '') root[`${field}_justification`] = answer.justification
  }
  return JSON.stringify(root, null, 2) + '\n'
}

function parsed(text: string, path: string, problem: (line: number, detail: string) => void): Readonly<Record<string, unknown>> {
  try {
    // People write YAML where JSON is asked; both are understood.
    const value = /\.ya?ml$/.test(path) ? readYaml(text)[0] : readJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    problem(1, 'the file is no object')
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    problem(Math.max(1, error.line), error.message)
  }
  return {}
}

function lineOf(text: string, key: string): number {
  const at = text.indexOf(`"${key}"`)
  return at < 0 ? 1 : text.slice(0, at).split('\n').length
}

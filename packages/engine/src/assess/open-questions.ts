import { questions } from '@cupel/assess'
import type { Answer, Question } from '@cupel/assess'
import { DocumentInvalid, readJson } from '@cupel/formats'
import { documentInvalid } from '@cupel/model'
import type { ProjectAssessment } from './assess-project.ts'

/** An open point and the standard that it belongs to. */
export interface OpenQuestion extends Question {
  readonly standard: string
}

/** What only people can answer, or what could not be seen, standard by standard; a field that two standards share is asked once. */
export function openQuestions({ standards }: Pick<ProjectAssessment, 'standards'>): readonly OpenQuestion[] {
  const asked = new Set<string>()
  return standards.flatMap(({ catalogue, results }) =>
    questions(results).flatMap((question) => {
      if (asked.has(question.field)) return []
      asked.add(question.field)
      return [{ ...question, standard: catalogue.id }]
    }),
  )
}

/**
 * A file of answers with further ones in it, in the form of `.bestpractices.json`. Members that are there stay where and as they are,
 * those that are no answers too. Throws CupelError when the text is no such file.
 */
export function withAnswers(
  text: string | null,
  answers: ReadonlyMap<string, Pick<Answer, 'status' | 'justification'>>,
  path: string,
): string {
  const root = text === null ? {} : objectOf(text, path)
  const names = new Map(Object.keys(root).map((name) => [name.toLowerCase(), name]))
  const changed: Record<string, unknown> = { ...root }
  for (const [field, { status, justification }] of answers) {
    changed[names.get(`${field}_status`.toLowerCase()) ?? `${field}_status`] = status
    if (justification !== '') changed[names.get(`${field}_justification`.toLowerCase()) ?? `${field}_justification`] = justification
  }
  return `${JSON.stringify(changed, null, 2)}\n`
}

function objectOf(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    const value = readJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    throw documentInvalid(path, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
  }
  throw documentInvalid(path, 'a file of answers is an object')
}

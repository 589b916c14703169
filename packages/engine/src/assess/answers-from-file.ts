import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readAnswers } from '@cupel/assess'
import type { AnswersRead } from '@cupel/assess'
import { documentInvalid } from '@cupel/model'
import { readDocument } from '../read-bom-file.ts'

/** The answers of a file in the form of `.bestpractices.json`; none when there is no such file and it need not be there. */
export function answersFromFile(
  path: string,
  { cwd, mayBeAbsent = false }: { readonly cwd: string; readonly mayBeAbsent?: boolean },
): AnswersRead {
  if (mayBeAbsent && !existsSync(resolve(cwd, path))) return { answers: new Map(), other: {}, problems: [] }
  const text = readDocument(path, cwd)
  if (typeof text !== 'string') throw documentInvalid(path, 'this is no file of answers')
  const read = readAnswers(text, path)
  const broken = read.problems.find(({ effect }) => effect === 'incomplete')
  // What would be lost here would be lost for good when the file is written again.
  if (broken !== undefined) throw documentInvalid(path, broken.detail, broken.line === undefined ? {} : { line: broken.line })
  return read
}

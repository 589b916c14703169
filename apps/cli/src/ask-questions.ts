import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'
import { printable } from '@cupel/engine'
import type { OpenQuestion } from '@cupel/engine/assess'
import type { Output } from './command.ts'

/** What a person said to one question. */
export interface GivenAnswer {
  readonly status: 'Met' | 'Unmet' | 'N/A'
  readonly justification: string
}

const SHORT: Readonly<Record<string, GivenAnswer['status']>> = {
  m: 'Met',
  met: 'Met',
  y: 'Met',
  u: 'Unmet',
  unmet: 'Unmet',
  n: 'N/A',
  'n/a': 'N/A',
}

/** Asks question after question; each answer is handed on at once, so that whoever stops has kept what was said. An empty line passes one by. */
export async function askQuestions(
  questions: readonly OpenQuestion[],
  { output, answered }: { readonly output: Output; readonly answered: (field: string, answer: GivenAnswer) => void },
): Promise<number> {
  const lines = createInterface({ input: process.stdin, terminal: false })
  const read = lineReader(lines)
  let count = 0
  try {
    for (const [at, question] of questions.entries()) {
      output.write(`\n${shown(question, at + 1, questions.length)}`)
      const status = await statusOf(question, read, output)
      if (status === 'stop') break
      if (status === null) continue
      const justification = await reasonOf(question, { status, read, output })
      if (justification === null) break
      answered(question.field, { status, justification })
      count++
    }
  } finally {
    lines.close()
  }
  return count
}

/** Next line, or null at the end of the input. Lines that come before they are asked for wait. */
function lineReader(lines: Interface): () => Promise<string | null> {
  const iterator = lines[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await iterator.next()
    return done === true ? null : value.trim()
  }
}

function shown({ standard, id, level, category, text, hints, choices }: OpenQuestion, at: number, of: number): string {
  const keys = choices.map((choice) => ({ Met: 'm = met', Unmet: 'u = unmet', 'N/A': 'n = does not apply' })[choice])
  return [
    `${at} of ${of}  ${standard} ${id} (${level}, ${category})`,
    printable(text),
    ...hints.map((hint) => `  ${printable(hint)}`),
    `${keys.join(', ')}, Enter = later, q = stop`,
    '',
  ].join('\n')
}

async function statusOf(
  { choices }: OpenQuestion,
  read: () => Promise<string | null>,
  output: Output,
): Promise<GivenAnswer['status'] | null | 'stop'> {
  for (;;) {
    output.write('> ')
    const line = await read()
    if (line === null || line === 'q') return 'stop'
    if (line === '') return null
    const status = SHORT[line.toLowerCase()]
    if (status !== undefined && choices.includes(status)) return status
    output.write('That is none of the choices.\n')
  }
}

/** Null at the end of the input. */
async function reasonOf(
  { needs }: OpenQuestion,
  {
    status,
    read,
    output,
  }: { readonly status: GivenAnswer['status']; readonly read: () => Promise<string | null>; readonly output: Output },
): Promise<string | null> {
  const wanted = status === 'Met' ? needs : 'nothing'
  for (;;) {
    output.write(wanted === 'address' ? 'Where (https://…)> ' : wanted === 'justification' ? 'Why> ' : 'Why (may be empty)> ')
    const line = await read()
    if (line === null) return wanted === 'nothing' ? '' : null
    if (wanted === 'nothing' || (wanted === 'address' ? /https?:\/\/[^\s]+\.[^\s]/.test(line) : line.length >= 5)) return line
    output.write(wanted === 'address' ? 'It needs an address.\n' : 'It needs a reason.\n')
  }
}

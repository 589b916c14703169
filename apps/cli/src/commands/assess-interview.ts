import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { printableJson } from '@cupel/engine'
import { assessProject, isRemote, openQuestions, withAnswers } from '@cupel/engine/assess'
import { usageMissingArgument } from '@cupel/model'
import { assessRequest, PROJECT_FLAGS } from '../assess-flags.ts'
import { askQuestions } from '../ask-questions.ts'
import type { GivenAnswer } from '../ask-questions.ts'
import { defineCommand, isSet, text } from '../command.ts'
import { writeOutput } from '../deliver.ts'

/** `cupel assess interview`: what only people can say of a project. */
export default defineCommand({
  id: 'assess-interview',
  summary: 'ask what only people can say of a project, and keep the answers beside it',
  usage: '[TARGET]',
  arity: [0, 1],
  graceful: true,
  flags: {
    ...PROJECT_FLAGS,
    answers: { type: 'string', value: 'FILE', help: 'file of answers to read and to add to (default: .bestpractices.json of the folder)' },
    ask: { type: 'boolean', help: 'ask though this is no terminal: answers are lines of standard input' },
  },
  description:
    'On a terminal it asks one open question after the other; anywhere else it prints them as JSON. Only what no evidence decides is asked.\n' +
    'Each answer is written at once; what the file holds already stays as it is.',
  examples: [
    ['cupel assess interview', 'answers go to .bestpractices.json'],
    ['cupel assess interview --standard osps-baseline > questions.json', 'the questionnaire, for another tool'],
  ],
  async run(context) {
    const { args, flags, cwd, stdout, stderr } = context
    const target = args[0] ?? '.'
    const file = text(flags, 'answers') ?? defaultFile(target, cwd)
    const known = file !== null && existsSync(resolve(cwd, file))
    const request = await assessRequest(
      target,
      known ? { ...context, flags: { ...flags, answers: file } } : { ...context, flags: { ...flags, answers: undefined } },
      {
        cloning() {},
        paused() {},
      },
    )
    const assessed = await assessProject(target, { ...request, brief: true })
    const questions = openQuestions(assessed)
    const asking = isSet(flags, 'ask') || (process.stdin.isTTY && stdout.terminal)
    if (!asking) {
      const { name, url, commit } = assessed.facts.project
      stdout.write(`${printableJson(JSON.stringify({ schemaVersion: '1.0', project: { name, url, commit }, questions }, null, 2))}\n`)
      return 0
    }
    if (file === null) throw usageMissingArgument('--answers FILE for a project that is no folder', 'assess interview')
    const given = new Map<string, GivenAnswer>()
    const before = known ? readFileSync(resolve(cwd, file), 'utf8') : null
    const count = await askQuestions(questions, {
      output: stdout,
      answered(field, answer) {
        given.set(field, answer)
        writeOutput(resolve(cwd, file), withAnswers(before, given, file))
      },
    })
    if (!isSet(flags, 'quiet')) stderr.write(`cupel: ${count} of ${questions.length} answered${count === 0 ? '' : `, in ${file}`}\n`)
    return 0
  },
})

/** Beside the project, where the badge site looks; nowhere for what is cloned. */
function defaultFile(target: string, cwd: string): string | null {
  if (isRemote(target) || statSync(resolve(cwd, target), { throwIfNoEntry: false })?.isDirectory() !== true) return null
  return join(target, '.bestpractices.json')
}

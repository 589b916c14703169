import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { CiStep } from './ci-steps.ts'
import { ciSteps } from './ci-steps.ts'
import { taskLines } from './task-lines.ts'

/** A command that CI runs; `via` is the step of the CI file where it stands behind a task of the project (`make lint`). */
export interface CiCommand extends CiStep {
  readonly via?: CiStep
}

const MAX_DEPTH = 5
const MAX_COMMANDS = 100_000

/** CI steps and what they run by way of scripts of package.json, Makefile targets, tox, nox, pre-commit, just and shell scripts. */
export const ciCommands: (facts: Facts) => readonly CiCommand[] = reading((facts) => {
  const commands: CiCommand[] = []
  const seen = new Set<string>()
  const add = (step: CiCommand, depth: number): void => {
    if (commands.length >= MAX_COMMANDS) return
    commands.push(step)
    if (depth >= MAX_DEPTH) return
    const via = step.via ?? step
    for (const { path, line, text } of taskLines(facts, step.text, step.kind)) {
      const key = `${path}:${line}:${via.path}:${via.job}`
      if (seen.has(key)) continue
      seen.add(key)
      add({ path, line, job: via.job, events: via.events, kind: 'run', text, via }, depth + 1)
    }
  }
  for (const step of ciSteps(facts)) add(step, 0)
  return commands
})

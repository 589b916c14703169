import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { otherCi } from './other-ci.ts'
import { workflowsOf } from './workflows-of.ts'

/** A CI job that runs tests. */
export interface TestJob {
  readonly path: string
  readonly line: number
  /** It runs for change requests, before they are merged. */
  readonly onChanges: boolean
}

/** Commands that run tests, by the tools' own documentation. */
const COMMAND =
  /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:t|test|ci:test|coverage)\b|\bnpm\s+run\s+[\w:-]{0,40}test|\b(?:yarn|pnpm)\s+[\w:-]{0,40}test|\b(?:npx|yarn|pnpm|bunx)\s+(?:vitest|jest|mocha|ava|tap|playwright|cypress)\b|\bnode\s+--test\b|\bcargo\s+(?:\+\S{1,40}\s+)?(?:test|nextest)\b|\bgo\s+test\b|\bgotestsum\b|\b(?:pytest|py\.test|tox|nox|unittest|nose2?)\b|\bhatch\s+(?:run\s+)?[\w:.-]{0,40}test|\b(?:\.\/)?mvnw?\b.{0,200}\b(?:test|verify|install)\b|\b(?:\.\/)?gradlew?\b.{0,200}\b(?:test|check|build)\b|\bctest\b|\bmake\b.{0,100}\b(?:[\w-]{0,30}test[\w-]{0,30}|check|ci)\b|\bmeson\s+test\b|\bninja\b.{0,100}\btest\b|\bbazel(?:isk)?\s+test\b|\bdotnet\s+test\b|\b(?:bundle\s+exec\s+)?(?:rspec|rake\s+(?:test|spec))\b|\bbin\/rails\s+test\b|\bphpunit\b|\bcomposer\s+(?:run\s+)?test\b|\bpest\b|\bmix\s+test\b|\bswift\s+test\b|\bxcodebuild\b.{0,200}\btest\b|\bsbt\b.{0,200}\btest\b|\bcabal\s+test\b|\bstack\s+test\b|\bflutter\s+test\b|\bdart\s+test\b|\bprove\b|\bzig\s+build\s+test\b|\bdeno\s+test\b|\bmage\b.{0,60}\b(?:test|check)|\brake\s*$|\bjust\s+[\w-]{0,30}test|\btask\s+[\w:-]{0,30}test|\bruntests?\b|\brun[-_]tests?\b|\bscripts?\/test\b|\bci\/test/i

/** Jobs of GitHub workflows, GitLab CI, Azure Pipelines, CircleCI and Travis that run tests. */
export const testJobs = reading((facts: Facts): readonly TestJob[] => {
  const found: TestJob[] = []
  for (const { path, triggers, jobs } of workflowsOf(facts).workflows) {
    const names = new Set(triggers.map(({ name }) => name))
    const onChanges = names.has('pull_request') || names.has('merge_group') || names.has('pull_request_target')
    if (!onChanges && !names.has('push') && !names.has('workflow_call')) continue
    for (const job of jobs) {
      const step = job.steps.find(
        ({ run, uses }) => (run !== null && runsTests(run.value)) || /\/(?:tox|pytest|nox)[\w-]{0,20}@/.test(uses?.value ?? ''),
      )
      if (step !== undefined) found.push({ path, line: step.run?.line ?? step.line, onChanges: onChanges || names.has('workflow_call') })
    }
  }
  for (const { path, scripts } of otherCi(facts)) {
    const script = scripts.find(({ value }) => runsTests(value))
    if (script !== undefined) found.push({ path, line: script.line, onChanges: true })
  }
  return found
})

/** Whether a script has a line that runs tests. */
export function runsTests(script: string): boolean {
  return script
    .replace(/\\\r?\n/g, ' ')
    .split('\n')
    .some((line) => !line.trimStart().startsWith('#') && COMMAND.test(line.slice(0, 2000)))
}

import { undeclared, yes } from '../documents/answer.ts'
import { buildsInUse } from '../documents/builds-in-use.ts'
import { ciCommands } from '../documents/ci-commands.ts'
import { cleanSnippet } from '../documents/prose.ts'
import { TEST_COMMAND } from '../documents/test-commands.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'testsAreInvokedStandardly',
  title: 'Are the tests started in the way that is usual for the language?',
  remediation: { text: 'Let the usual command (npm test, cargo test, make check …) run all tests', effort: 'low' },
  run(facts) {
    const usual = buildsInUse(facts).flatMap(({ system, paths }) =>
      system.test === undefined ? [] : [{ test: system.test, path: paths[0] ?? '.' }],
    )
    const run = ciCommands(facts).find(({ kind, text }) => kind === 'run' && TEST_COMMAND.test(text))
    const [first] = usual
    if (first !== undefined && run !== undefined)
      return yes(
        `CI starts the tests with «${cleanSnippet(run.text).slice(0, 80)}»`,
        [{ path: run.path, line: run.line }, { path: first.path }],
        { usual: first.test },
      )
    return undeclared('no usual test command is seen in CI')
  },
})

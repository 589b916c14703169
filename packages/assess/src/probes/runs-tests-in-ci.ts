import { absent } from '../documents/used-tools.ts'
import { ciCommands } from '../documents/ci-commands.ts'
import { cleanSnippet } from '../documents/prose.ts'
import { TEST_COMMAND } from '../documents/test-commands.ts'
import { defineProbe } from '../probe.ts'

const CHANGE = ['push', 'pull_request', 'pull_request_target', 'merge_group', 'workflow_call']

export default defineProbe({
  id: 'runsTestsInCi',
  title: 'Does CI run the tests on every change?',
  remediation: { text: 'Add a CI workflow that runs the tests on push and on change requests', effort: 'low' },
  run(facts) {
    const runs = ciCommands(facts).filter(
      ({ kind, text, events }) => kind === 'run' && TEST_COMMAND.test(text) && CHANGE.some((event) => events.includes(event)),
    )
    if (runs.length === 0) return [absent(facts, 'No CI job that runs on changes starts a known test command')]
    const onChange = runs.some(
      ({ events }) => events.includes('pull_request') || events.includes('pull_request_target') || events.includes('merge_group'),
    )
    const places = runs.slice(0, 5).map(({ path, line, text }) => ({ path, line, snippet: cleanSnippet(text) }))
    return [{ outcome: 'true', message: `CI runs the tests (${runs.length} commands)`, places, values: { beforeMerge: onChange } }]
  },
})

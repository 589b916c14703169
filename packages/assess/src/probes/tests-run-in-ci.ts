import type { ForgeChange } from '../facts/forge-facts.ts'
import type { Facts } from '../facts/facts.ts'
import { found, notApplicable, notFound, unseen } from '../finding.ts'
import type { ProbeFinding, Reading } from '../probe.ts'
import { defineProbe } from '../probe.ts'
import { testJobs } from '../workflow/test-jobs.ts'

export default defineProbe({
  id: 'testsRunInCI',
  title: 'Are changes tested before they are merged?',
  remediation: {
    text: 'Add a workflow on `pull_request` that runs the tests, and require it before merging',
    effort: 'medium',
    link: 'https://docs.github.com/actions/use-cases-and-examples/building-and-testing',
  },
  run(facts, reading) {
    const { changes } = facts.forge
    if (changes.known) return ofChanges(changes.value, reading)
    return reading === 'cupel' ? [...ofTree(facts), unseen(changes.missing)] : [unseen(changes.missing)]
  },
})

/** Scorecard's words for a test, in the context or address of a status and the name of an app. */
const WORDS = [
  'appveyor',
  'buildkite',
  'circleci',
  'e2e',
  'github-actions',
  'jenkins',
  'mergeable',
  'packit-as-a-service',
  'semaphoreci',
  'test',
  'travis-ci',
  'flutter-dashboard',
  'cirrus-ci',
  'azure-pipelines',
  'ci/woodpecker',
  'vstfs:///build/build',
]

function isTest(text: string): boolean {
  const lower = text.toLowerCase()
  return WORDS.some((word) => lower.includes(word))
}

function ofChanges(changes: readonly ForgeChange[], reading: Reading): readonly ProbeFinding[] {
  const merged = changes.filter(({ mergedAt }) => mergedAt !== '')
  if (merged.length === 0) return [notApplicable('no change requests were merged')]
  return merged.map(({ url, checks }) => {
    if (checks === null && reading === 'cupel')
      return unseen({
        what: 'permission',
        detail: 'the checks of a change request could not be read',
        remedy: 'use a token that may read checks',
      })
    const test = (checks ?? []).find(({ state, name, url: target }) => state === 'success' && (isTest(name) || isTest(target)))
    return test === undefined ? notFound('a change was merged without a test', [{ url }]) : found('a change was tested', [{ url }])
  })
}

/** What the tree's own CI files run. */
function ofTree(facts: Facts): readonly ProbeFinding[] {
  const jobs = testJobs(facts)
  // CI may be kept elsewhere, and tests may go by names that are not known here.
  return jobs.map(({ path, line, onChanges }) =>
    found(onChanges ? 'tests run for each change request' : 'tests run after changes are in', [{ path, line }], {
      fromTree: true,
      onChanges,
    }),
  )
}

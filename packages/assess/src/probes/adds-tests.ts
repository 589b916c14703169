import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { isWithin, isHumanChange } from '../documents/commit-kinds.ts'
import { languageOf } from '../documents/source-files.ts'
import { isTestPath, isThirdParty } from '../documents/source-kind.ts'
import { defineProbe } from '../probe.ts'

const ENOUGH = 10
const WINDOW_DAYS = 730

export default defineProbe({
  id: 'addsTests',
  title: 'Do changes of the code come with tests?',
  remediation: { text: 'Ask for tests in review: a change of behaviour without one is not finished', effort: 'medium' },
  run: (facts) =>
    withFact(facts.git, ({ commits }) => {
      // Changes that touch several lines of code are counted by files: two source files, or a new feature by its subject.
      const changes = commits.filter((commit) => {
        if (commit.paths === undefined || !isHumanChange(commit) || !isWithin(facts.asOf, commit.committedAt, WINDOW_DAYS)) return false
        const code = commit.paths.filter(isCode)
        return code.length >= 2 || (code.length === 1 && /^(?:feat|fix|add|implement|support)\b/i.test(commit.subject))
      })
      if (changes.length < ENOUGH)
        return undeclared(`only ${changes.length} larger changes in the last two years are known with their files`)
      // Inline tests of Rust stand in the source itself.
      const tested = changes.filter(({ paths = [] }) => paths.some((path) => isTestPath(path.toLowerCase())))
      const share = Math.round((tested.length / changes.length) * 100)
      const message = `${tested.length} of ${changes.length} larger changes in the last two years touch tests (${share} %)`
      if (share >= 30)
        return yes(
          message,
          tested.slice(0, 3).map(({ id, subject }) => ({ commit: id, snippet: subject.slice(0, 120) })),
          { share },
        )
      if (share <= 5 && !changes.some(({ paths = [] }) => paths.some((path) => path.endsWith('.rs'))))
        return no(
          message,
          changes.slice(0, 3).map(({ id, subject }) => ({ commit: id, snippet: subject.slice(0, 120) })),
          { share },
        )
      return undeclared(`${message}: whether the important ones do, only people can say`)
    }),
})

function isCode(path: string): boolean {
  const lower = path.toLowerCase()
  return languageOf(lower) !== undefined && !isTestPath(lower) && !isThirdParty(lower)
}

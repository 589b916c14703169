import { no, notApplicable, yes } from '../documents/answer.ts'
import { sourceFiles } from '../documents/source-files.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasTests',
  title: 'Is there an automated test suite that everyone can run?',
  remediation: { text: 'Add tests with the language’s usual test framework', effort: 'medium' },
  run(facts) {
    const sources = sourceFiles(facts)
    if (sources.length === 0) return notApplicable('The tree has no code', [{ path: '.' }])
    const tests = sources.filter(({ test }) => test)
    if (tests.length > 0)
      return yes(
        `${tests.length} of ${sources.length} code files are tests`,
        tests.slice(0, 3).map(({ path }) => ({ path })),
        { tests: tests.length },
      )
    // Rust keeps unit tests in the source, Go examples beside it.
    const inline = sources.find(({ path, language }) => language === 'Rust' && /#\[(?:tokio::)?test\]/.test(facts.files.text(path) ?? ''))
    if (inline !== undefined) return yes('Tests stand in the source', [{ path: inline.path }])
    return no(
      'No file looks like a test',
      sources.slice(0, 3).map(({ path }) => ({ path })),
    )
  },
})

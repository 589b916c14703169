import { no, notApplicable, yes } from '../documents/answer.ts'
import { sourceFiles } from '../documents/source-files.ts'
import { defineProbe } from '../probe.ts'

const UNSAFE: ReadonlySet<string> = new Set(['C', 'C++', 'Objective-C', 'Assembly', 'Zig'])

export default defineProbe({
  id: 'usesMemoryUnsafeLanguage',
  title: 'Is part of the software written in a memory-unsafe language?',
  remediation: { text: 'Write new code in a memory-safe language, and test the rest under AddressSanitizer', effort: 'high' },
  run(facts) {
    const sources = sourceFiles(facts).filter(({ test }) => !test)
    if (sources.length === 0) return notApplicable('The tree has no code', [{ path: '.' }])
    const unsafe = sources.filter(({ language }) => UNSAFE.has(language))
    if (unsafe.length > 0)
      return yes(
        `${unsafe.length} of ${sources.length} code files are written in ${[...new Set(unsafe.map(({ language }) => language))].join(', ')}`,
        unsafe.slice(0, 3).map(({ path }) => ({ path })),
        { files: unsafe.length },
      )
    return no(`None of ${sources.length} code files is written in a memory-unsafe language`, [{ path: '.' }])
  },
})

import { notApplicable, undeclared, yes } from '../documents/answer.ts'
import { buildsInUse } from '../documents/builds-in-use.ts'
import { sourceFiles } from '../documents/source-files.ts'
import { defineProbe } from '../probe.ts'

const WITHOUT: ReadonlySet<string> = new Set([
  'C',
  'C++',
  'Assembly',
  'Shell',
  'PowerShell',
  'Fortran',
  'Ada',
  'COBOL',
  'Pascal',
  'Objective-C',
])
const NATIVE: ReadonlySet<string> = new Set(['Conan', 'vcpkg'])

export default defineProbe({
  id: 'hasDependencyManifest',
  title: 'Are direct dependencies listed in the form that the package manager reads?',
  remediation: { text: 'List direct dependencies in the package manager’s manifest', effort: 'low' },
  run(facts) {
    const counts = new Map<string, number>()
    for (const { test, language } of sourceFiles(facts)) if (!test) counts.set(language, (counts.get(language) ?? 0) + 1)
    const [main = ''] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
    // A tool of the documentation has a manifest too; what counts is that of the main language.
    const manifests = buildsInUse(facts).filter(({ system }) => system.manifest && (!WITHOUT.has(main) || NATIVE.has(system.name)))
    if (manifests.length > 0)
      return yes(
        `Dependencies are listed for ${manifests.map(({ system }) => system.name).join(', ')}`,
        manifests.flatMap(({ paths }) => paths.slice(0, 1).map((path) => ({ path }))),
      )
    if (WITHOUT.has(main)) return notApplicable(`${main} has no package manager of its own`, [{ path: '.' }])
    return undeclared('no manifest of a known package manager was found')
  },
})

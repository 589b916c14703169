import { notApplicable, undeclared } from '../documents/answer.ts'
import { buildsInUse } from '../documents/builds-in-use.ts'
import { sourceFiles } from '../documents/source-files.ts'
import { defineProbe } from '../probe.ts'

const INTERPRETED: ReadonlySet<string> = new Set([
  'JavaScript',
  'Python',
  'Ruby',
  'PHP',
  'Perl',
  'Lua',
  'Shell',
  'PowerShell',
  'R',
  'Tcl',
  'Julia',
])

export default defineProbe({
  id: 'hasBuildSystem',
  title: 'Is there a working build system that rebuilds the software from source?',
  remediation: { text: 'Add the build file of your language’s usual build tool', effort: 'medium' },
  run(facts) {
    const builds = buildsInUse(facts)
    const [first] = builds
    if (first !== undefined)
      return builds.slice(0, 12).map(({ system, paths }) => ({
        outcome: 'true',
        message: `The software is built with ${system.name}`,
        places: paths.slice(0, 3).map((path) => ({ path })),
        values: { system: system.name, open: system.open },
      }))
    const languages = new Set(sourceFiles(facts).map(({ language }) => language))
    if (languages.size > 0 && [...languages].every((language) => INTERPRETED.has(language)))
      return notApplicable('All code is run from source; nothing has to be built', [{ path: '.' }])
    return undeclared('no file of a known build system was found')
  },
})

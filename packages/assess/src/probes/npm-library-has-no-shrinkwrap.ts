import { no, notApplicable, yes } from '../documents/answer.ts'
import { npmProject } from '../documents/npm-project.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'npmLibraryHasNoShrinkwrap',
  title: 'Is no npm-shrinkwrap.json published with a library?',
  remediation: { text: 'Remove npm-shrinkwrap.json; keep package-lock.json for development', effort: 'low' },
  run(facts) {
    const project = npmProject(facts)
    if (project === null || project.kind !== 'library') return notApplicable('This is no npm library', [{ path: '.' }])
    return facts.files.has('npm-shrinkwrap.json')
      ? no('The library publishes a shrinkwrap', [{ path: 'npm-shrinkwrap.json' }])
      : yes('The library publishes no shrinkwrap', [{ path: 'package.json' }])
  },
})

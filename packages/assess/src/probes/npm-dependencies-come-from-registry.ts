import { no, notApplicable, yes } from '../documents/answer.ts'
import { npmProject } from '../documents/npm-project.ts'
import { defineProbe } from '../probe.ts'

const ELSEWHERE = /^(?:https?:|git(?:\+\w+)?:|github:|gitlab:|bitbucket:|[\w.-]+\/[\w.-]+(?:#|$))/

export default defineProbe({
  id: 'npmDependenciesComeFromRegistry',
  title: 'Do all npm dependencies come from the registry?',
  remediation: { text: 'Replace dependencies by URL with published packages, or pin them to a commit', effort: 'medium' },
  run(facts) {
    const project = npmProject(facts)
    if (project === null) return notApplicable('There is no package.json', [{ path: '.' }])
    const odd = project.dependencies.filter(({ spec }) => ELSEWHERE.test(spec))
    const lineOf = (name: string): number => (facts.files.text('package.json') ?? '').split(`"${name}"`)[0]?.split('\n').length ?? 1
    if (odd.length > 0)
      return no(
        `${odd.length} dependencies come from elsewhere`,
        odd.slice(0, 5).map(({ name }) => ({ path: 'package.json', line: lineOf(name) })),
      )
    return yes(`All ${project.dependencies.length} dependencies come from the registry`, [{ path: 'package.json' }])
  },
})

import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { isWithin, isHumanChange } from '../documents/commit-kinds.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

const ABANDONED = [
  /^.{0,60}\b(?:this (?:project|repository|repo|package|library|module)|it)\b.{0,30}\b(?:is|has been)\b.{0,30}\b(?:no longer (?:being )?(?:maintained|supported|developed)|unmaintained|abandoned|deprecated|archived|discontinued|not (?:actively )?maintained)\b/i,
  /badge\/[\w-]*(?:unmaintained|deprecated|no[-_ ]longer[-_ ]maintained)/i,
]

export default defineProbe({
  id: 'isMaintained',
  title: 'Is the project maintained?',
  remediation: {
    text: 'Commit and answer again, or say in the README that the project is finished or looks for a maintainer',
    effort: 'high',
  },
  run: (facts) => {
    const readmes = projectDocuments(facts).filter(({ role, path }) => role === 'readme' && !path.includes('/'))
    const early = readmes.map((readme) => ({ ...readme, sections: readme.sections.slice(0, 3) }))
    const given = findProse(early, { roles: ['readme'], statements: ABANDONED })
    if (given.length > 0)
      return no(
        'The README says that the project is no longer maintained',
        given.map(({ place }) => place),
      )
    if (facts.forge.repository.known && facts.forge.repository.value.archived)
      return no('The repository is archived', [{ url: facts.project.url }])
    return withFact(facts.git, ({ commits, head }) => {
      const recent = commits.filter((commit) => isHumanChange(commit) && isWithin(facts.asOf, commit.committedAt, 365))
      const [last] = recent
      if (last !== undefined)
        return yes(
          `${recent.length} commits by people in the last year, the last on ${last.committedAt.slice(0, 10)}`,
          [{ commit: last.id }],
          { commits: recent.length },
        )
      // A finished library needs no commits; only its maintainers can say that they still answer.
      return undeclared(`no person has committed in the year before ${facts.asOf.slice(0, 10)} (the last commit is ${head.slice(0, 10)})`)
    })
  },
})

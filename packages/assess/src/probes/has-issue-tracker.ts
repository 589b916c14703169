import { no, undeclared, yes } from '../documents/answer.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

const TEMPLATES = /^(?:\.github|\.gitlab|docs)?\/?issue_templates?(?:\/|\.)/i
// A link to one report may lead to another project's tracker.
const TRACKER = [
  /https?:\/\/(?:github\.com|gitlab\.[\w.-]+|codeberg\.org|bitbucket\.org|gitea\.[\w.-]+)\/[\w./-]{1,150}\/(?:-\/)?issues(?:\/new\b|\/?(?=[\s)\]>"'`?#,.]|$))/i,
  /https?:\/\/(?:bugs|bugzilla|jira|issues|tracker|trac|redmine|phabricator|rt)\.[\w.-]+\.[a-z]{2,}/i,
  /https?:\/\/[\w.-]+\/(?:jira|bugzilla|trac|redmine)\b/i,
]

export default defineProbe({
  id: 'hasIssueTracker',
  title: 'Is there a public issue tracker for reports?',
  remediation: { text: 'Switch on the forge’s issue tracker and link it from the README', effort: 'low' },
  run(facts) {
    const { repository } = facts.forge
    if (repository.known && repository.value.hasIssues)
      return yes('The forge’s issue tracker is on', [{ url: `${facts.project.url}/issues` }])
    const templates = facts.files.paths.filter((path) => TEMPLATES.test(path)).slice(0, 3)
    if (templates.length > 0)
      return yes(
        'There are templates for issues',
        templates.map((path) => ({ path })),
      )
    const hits = findProse(projectDocuments(facts), {
      statements: TRACKER,
      roles: ['readme', 'contributing', 'support', 'template', 'security', 'install', 'other'],
      code: true,
    })
    if (hits.length > 0)
      return yes(
        'The documents link an issue tracker',
        hits.map(({ place }) => place),
      )
    for (const path of [
      'package.json',
      'Cargo.toml',
      'pyproject.toml',
      'composer.json',
      'DESCRIPTION',
      'setup.cfg',
      'pom.xml',
      'META.json',
    ]) {
      const text = facts.files.text(path)
      const line = text?.split('\n').findIndex((one) => TRACKER.some((pattern) => pattern.test(one.slice(0, 2_000)))) ?? -1
      if (line >= 0) return yes('The manifest names an issue tracker', [{ path, line: line + 1 }])
    }
    if (repository.known) return no('The forge’s issue tracker is off and the documents name no other', [{ url: facts.project.url }])
    return undeclared('no document names an issue tracker')
  },
})

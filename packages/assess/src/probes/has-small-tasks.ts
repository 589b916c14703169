import { undeclared, yes } from '../documents/answer.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasSmallTasks',
  title: 'Are small tasks for newcomers marked?',
  remediation: { text: 'Label small tasks «good first issue» and link the list from CONTRIBUTING', effort: 'low' },
  run(facts) {
    const { issues } = facts.forge
    if (issues.known) {
      const marked = issues.value.filter(
        ({ labels, open }) => open && labels.some((label) => /good[- ]first|beginner|starter|easy|help[- ]wanted/i.test(label)),
      )
      if (marked.length > 0)
        return yes(
          `${marked.length} open issues are marked for newcomers`,
          marked.slice(0, 3).map(({ url }) => ({ url })),
        )
    }
    const hits = findProse(projectDocuments(facts), {
      statements: [/\bgood[- ]first[- ](?:issue|bug|contribution)|labels?[:%].{0,20}(?:beginner|starter|easy|help%20wanted|newcomer)/i],
    })
    if (hits.length > 0)
      return yes(
        'The documents point to tasks for newcomers',
        hits.map(({ place }) => place),
      )
    return undeclared('issues are kept by the forge and no document names tasks for newcomers')
  },
})

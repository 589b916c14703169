import { withFact, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'usesDistributedVersionControl',
  title: 'Is common distributed version control used?',
  remediation: { text: 'Move the source to git', effort: 'medium' },
  run: ({ git }) => withFact(git, ({ head }) => yes('The source is kept in git', [{ commit: head }])),
})

import { no, notApplicable, unseen, yes } from '../documents/answer.ts'
import { ciCommands } from '../documents/ci-commands.ts'
import { ciUnread } from '../documents/ci-steps.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { cleanSnippet, findProse } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

// Examples name hosts that nobody downloads from; what is fetched to be used has the ending of an archive or script.
const PLAIN =
  /\b(?:curl|wget|fetch|aria2c)\b.{0,200}\bhttp:\/\/(?!localhost|127\.|0\.0\.0\.0|\[|[\w.-]*example)[\w-]+\.[\w.-]+\/[^\s'"]{0,200}\.(?:tar(?:\.\w+)?|tgz|zip|gz|xz|bz2|sh|deb|rpm|exe|msi|dmg|whl|gem|jar|asc|sig|sha\d+|md5)\b|\bpip\d? install\b.{0,200}\bhttp:\/\/(?!localhost|127\.)|\bgit clone\b.{0,80}\s(?:http|git):\/\/(?!localhost|127\.|[\w.-]*example)[\w-]+\.[\w.-]+\//i

export default defineProbe({
  id: 'downloadsSecurely',
  title: 'Is nothing told to be downloaded without protection against manipulation?',
  remediation: { text: 'Replace http:// and git:// addresses by https:// in documents and scripts', effort: 'low' },
  run(facts) {
    const documents = projectDocuments(facts)
    const told = findProse(documents, { statements: [PLAIN], code: true })
    const commands = ciCommands(facts).filter(({ kind, text }) => kind === 'run' && PLAIN.test(text))
    const places = [
      ...told.map(({ place }) => place),
      ...commands.map(({ path, line, text }) => ({ path, line, snippet: cleanSnippet(text) })),
    ]
    if (places.length > 0) return no('Documents or scripts download by HTTP or the git protocol', places)
    const [unread] = ciUnread(facts)
    if (unread !== undefined)
      return unseen({ what: 'evidence', detail: `${unread} could not be understood`, remedy: 'mend the file and assess again' })
    if (documents.length === 0) return notApplicable('There are no documents', [{ path: '.' }])
    return yes(
      'No document or CI script downloads without protection',
      documents.slice(0, 2).map(({ path }) => ({ path })),
    )
  },
})

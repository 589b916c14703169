import { readLenientYaml, textPlaces } from '@cupel/formats'
import { installedByCommands } from '../commands/installed-by-command.ts'
import { scriptValues } from '../commands/script-values.ts'
import { writeInstalls } from '../commands/write-installs.ts'
import type { FoundPackage } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { actionPackage, imagePackage } from '../npm/action-reference.ts'
import type { WorkflowUse } from '../npm/workflow-uses.ts'
import { workflowUses } from '../npm/workflow-uses.ts'

const WORKFLOW = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/
const SCRIPTS = new Set(['run'])
const ACTION = /(?:^|\/)action\.ya?ml$/

/**
 * GitHub workflows, reusable workflows and actions: the actions, reusable workflows and images they run, and what
 * their commands install by name. A tag or branch is kept as
 * the version it is written as; a commit counts as the version in the comment behind it (see actionPackage).
 */
export default defineExtractor({
  id: 'github-workflow',
  title: 'GitHub workflows (.github/workflows/*.yml) and actions (action.yml): actions, reusable workflows and images',
  type: 'githubactions',
  kind: 'workflow',
  files: ['action.yml', 'action.yaml'],
  paths: ['.github/workflows/'],
  claims: (path) => WORKFLOW.test(path) || ACTION.test(path),
  extract(input, out) {
    out.format('')
    const { source: text, documents } = readLenientYaml(input.text())
    const placeAt = textPlaces(text)
    const workflow = WORKFLOW.test(input.path)
    for (const document of documents) {
      const uses = workflowUses(document)
      if (uses === null && workflow) out.unknown('a document without jobs', placeAt(document.offset).line)
      out.entries(uses?.length ?? 0)
      for (const use of uses ?? []) {
        const { value } = use
        const found = packageOf(use, commentBehind(text, value.offset + value.text.length))
        if (typeof found === 'string') out.skip(found)
        else if (found === null) out.unknown(`${use.kind} "${value.text}"`, placeAt(value.offset).line)
        else out.component({ ...found, ...placeAt(value.offset), scopes: ['build'], direct: true })
      }
      if (uses === null) continue
      const scripts = scriptValues(document, SCRIPTS, text)
      const installs = scripts.flatMap(({ text: script, offset }) =>
        installedByCommands(script).map((one) => ({ ...one, line: placeAt(offset).line + one.line, scope: 'build' as const })),
      )
      writeInstalls(installs, out)
    }
    if (documents.length === 0 && workflow) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

/** A string says why the place gives no package. */
function packageOf({ kind, value }: WorkflowUse, comment: string): FoundPackage | string | null {
  const text = value.text.trim()
  if (text.includes('${{')) return 'expression'
  if (kind === 'image') return imagePackage(text)
  if (text.startsWith('docker://')) return imagePackage(text.slice(9))
  if (text.startsWith('./') || text.startsWith('../')) return 'local action'
  return actionPackage(text, comment)
}

/** What stands behind a value on its line, from the comment sign on. */
function commentBehind(text: string, from: number): string {
  const end = text.indexOf('\n', from)
  const rest = text.slice(from, end < 0 ? undefined : end)
  const sign = rest.indexOf(' #')
  return sign < 0 ? '' : rest.slice(sign + 1)
}

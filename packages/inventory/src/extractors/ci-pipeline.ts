import { readLenientYaml, textPlaces } from '@cupel/formats'
import { installedByCommands } from '../commands/installed-by-command.ts'
import { scriptValues } from '../commands/script-values.ts'
import { writeInstalls } from '../commands/write-installs.ts'
import { writeImages } from '../docker/write-images.ts'
import { defineExtractor } from '../extractor.ts'
import { isVendored } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { yamlMember } from '../text/yaml-node.ts'

/** Keys under which a pipeline takes in what somebody else wrote: GitLab's includes, CircleCI's orbs, templates of Azure Pipelines. */
const FOREIGN = ['include', 'orbs', 'resources']
const SCRIPTS = new Set(['script', 'before_script', 'after_script', 'run', 'command', 'commands', 'bash'])
const NAME =
  /(?:^|\/)(?:\.gitlab-ci\.ya?ml|azure-pipelines[\w.-]*\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|\.woodpecker\.ya?ml|\.woodpecker\/[^/]+\.ya?ml|\.circleci\/config\.ya?ml)$/

/**
 * Pipelines of GitLab CI, CircleCI, Azure Pipelines, Bitbucket, Drone and Woodpecker: the images that jobs run in, and what their
 * commands install by name. What they include from
 * elsewhere is counted, and not looked at.
 */
export default defineExtractor({
  id: 'ci-pipeline',
  title: 'Pipelines of GitLab CI, CircleCI, Azure, Bitbucket, Drone and Woodpecker: the images they run in',
  type: 'docker',
  kind: 'workflow',
  sourceOnly: true,
  files: [
    '.gitlab-ci.yml',
    '.gitlab-ci.yaml',
    'azure-pipelines.yml',
    'azure-pipelines.yaml',
    'bitbucket-pipelines.yml',
    '.drone.yml',
    '.drone.yaml',
    '.woodpecker.yml',
    '.woodpecker.yaml',
  ],
  paths: ['.circleci/config.yml', '.circleci/config.yaml', '.woodpecker/'],
  claims: (path) => NAME.test(path) && !isVendored(path),
  extract(input, out) {
    const raw = input.text()
    reportConflict(raw, out)
    out.format('')
    const { source: text, documents } = readLenientYaml(raw)
    let foreign = 0
    for (const document of documents) {
      if (document.kind !== 'mapping') out.unknown('a document that is no mapping')
      for (const key of FOREIGN) {
        const value = yamlMember(document, key)
        foreign += value?.kind === 'scalar' ? 1 : (value?.items.length ?? 0) + (value?.pairs.length ?? 0)
      }
      writeImages(document, { text, out, scope: 'build', variables: new Map() })
      const placeAt = textPlaces(text)
      const installs = scriptValues(document, SCRIPTS, text).flatMap(({ text: script, offset }) =>
        installedByCommands(script).map((one) => ({ ...one, line: placeAt(offset).line + one.line, scope: 'build' as const })),
      )
      writeInstalls(installs, out)
    }
    if (foreign > 0) {
      out.entries(foreign)
      out.skip('include, orb or template', foreign)
      out.problem({ code: 'unsupported-content', effect: 'note', detail: `${foreign} includes, orbs or templates are not looked at` })
    }
    if (documents.length === 0) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

import { readLenientYaml } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import { nameOf } from '@cupel/source'
import { writeImages } from '../docker/write-images.ts'
import { defineExtractor } from '../extractor.ts'
import { isAside, isVendored } from '../places.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { yamlMember } from '../text/yaml-node.ts'

const NAME = /^(?:docker-)?compose(?:[-._][\w.-]+)?\.ya?ml$/
const PLAIN = /^(?:docker-)?compose\.ya?ml$/
/** What a file may hold besides, or alone. */
const REST = /^(?:include|volumes|networks|configs|secrets|name|version|x-.*)$/
const DEV = /[-._](?:dev|devel|development|tests?|testing|local|override|ci|e2e|debug)[-._]/i

/**
 * Compose files (Compose Specification): the images that services run, with variables from the `.env` file beside. An image that the file
 * itself builds is what the Dockerfile says. Files whose name says so are for development.
 */
export default defineExtractor({
  id: 'compose-file',
  title: 'Docker Compose: compose.yaml, docker-compose.yml: the images that services run',
  type: 'docker',
  kind: 'manifest',
  sourceOnly: true,
  affixes: [
    ['docker-compose', '.yml'],
    ['docker-compose', '.yaml'],
    ['compose', '.yml'],
    ['compose', '.yaml'],
  ],
  claims: (path) => NAME.test(nameOf(path)) && !isVendored(path),
  extract(input, out) {
    const raw = input.text()
    reportConflict(raw, out)
    out.format('')
    const { source: text, documents } = readLenientYaml(raw)
    const variables = environment(input.read('.env') ?? '')
    const scope = isAside(input.path) || DEV.test(nameOf(input.path)) ? 'dev' : 'runtime'
    for (const document of documents) {
      if (document.kind !== 'mapping') out.unknown('a document that is no mapping')
      else if (!hasServices(document)) {
        if (!PLAIN.test(nameOf(input.path))) return out.notMine()
        if (!document.pairs.some(([key]) => REST.test(key.text))) out.unknown('a document without services')
      }
      writeImages(document, { text, out, scope, variables })
    }
    if (documents.length === 0) out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
  },
})

/** Files of the first version have services at the top. */
function hasServices(document: YamlNode): boolean {
  return yamlMember(document, 'services') !== undefined || document.pairs.some(([, value]) => yamlMember(value, 'image') !== undefined)
}

/** `NAME=value` lines of an `.env` file. */
function environment(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)[ \t\r]*$/.exec(line) ?? []
    if (name !== '') values.set(name, value.replace(/[ \t]+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2'))
  }
  return values
}

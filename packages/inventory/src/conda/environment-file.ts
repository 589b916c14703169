import { DocumentInvalid } from '@cupel/formats'
import type { Collector } from '../extractor.ts'
import type { YamlRoot } from '../text/yaml-node.ts'
import { readYamlRoot, yamlMember } from '../text/yaml-node.ts'

const OWN = /^(?:dependencies|channels|prefix):/m

/** The root of a conda environment file. Other tools have an environment.yml too: a file without conda's keys is given back as null. */
export function readYamlRootOfConda(text: string, out: Collector): YamlRoot | null {
  if (!OWN.test(text)) {
    out.notMine()
    return null
  }
  try {
    const root = readYamlRoot(text, out)
    if (root === null) return null
    const dependencies = yamlMember(root.node, 'dependencies')
    if (dependencies === undefined) out.problem({ code: 'malformed', effect: 'note', detail: 'the environment asks for nothing' })
    else if (dependencies.kind === 'mapping') out.unknown('dependencies that are no list', root.line(dependencies))
    return root
  } catch (error) {
    // A template of one is common.
    if (!(error instanceof DocumentInvalid) || !/\{\{|\{%/.test(text)) throw error
    out.problem({ code: 'malformed', line: error.line, detail: 'a template of an environment, not an environment' })
    return null
  }
}

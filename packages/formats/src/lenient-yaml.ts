import { DocumentInvalid } from './document-invalid.ts'
import type { YamlLimits } from './yaml.ts'
import { readYamlTree } from './yaml-tree.ts'
import type { YamlNode } from './yaml-tree.ts'

/**
 * Documents of a YAML text as GitHub's parser and go-yaml read it: YAML 1.2.2 §7.4 wants the end of a flow collection indented, they take
 * it at the start of a line too, and many workflows have it there. Such lines are moved in, which keeps every line where it is; offsets
 * are those of `source`. Throws DocumentInvalid as readYamlTree does.
 */
export function readLenientYaml(
  text: string,
  limits: YamlLimits = {},
): { readonly source: string; readonly documents: readonly YamlNode[] } {
  try {
    return { source: text, documents: readYamlTree(text, limits) }
  } catch (error) {
    if (!(error instanceof DocumentInvalid) || !error.message.includes('indentation')) throw error
    const source = text.replace(/^[ \t]*(?=[\]}])/gm, (blank) => blank + ' '.repeat(40))
    return { source, documents: readYamlTree(source, limits) }
  }
}

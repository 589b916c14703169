import { readJson } from '@cupel/formats'
import { readPinnedArtifacts } from '../bazel/pinned-artifacts.ts'
import { readPinnedTree } from '../bazel/pinned-tree.ts'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { nameOf } from '@cupel/source'
import { asObject } from '../text/json-value.ts'

/**
 * What rules_jvm_external of Bazel pins: `maven_install.json` and `*maven_install.json`, in the form with a `dependency_tree` and
 * in versions 2 and 3, with SHA-256 and edges.
 */
export default defineExtractor({
  id: 'maven-install',
  title: 'Bazel: maven_install.json of rules_jvm_external',
  type: 'maven',
  kind: 'lock',
  files: ['maven_install.json'],
  suffixes: ['-maven_install.json'],
  affixes: [['*', '_maven_install.json']],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = asObject(readJson(text))
    const tree = asObject(root?.['dependency_tree'])
    const own = root !== null && ['artifacts', 'dependencies', 'version'].some((key) => key in root)
    // A file with a longer name may be anything.
    if (tree === null && !own && nameOf(input.path) !== 'maven_install.json') return out.notMine()
    if (root === null) out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
    else if (tree === null) readPinnedArtifacts(root, text, out)
    else readPinnedTree(tree, text, out)
  },
})

import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import conan from './conan-lock.ts'

const GRAPH = `{
 "graph_lock": {
  "nodes": {
   "0": { "options": "", "requires": ["1"], "build_requires": ["3"], "path": "../conanfile.txt", "context": "host" },
   "1": {
    "ref": "png/1.6.39@team/stable#7927e8ce5b2576a6ea497c6ca70e9751",
    "requires": ["2"],
    "context": "host"
   },
   "2": { "ref": "zlib/1.2.13#13c96f538b52e1600c40b88994de240f", "prev": "562e6cc3d7987119418780e5c5697342", "context": "host" },
   "3": { "ref": "cmake/3.27.0", "context": "build" }
  },
  "revisions_enabled": true
 },
 "version": "0.4",
 "profile_host": "[settings]"
}
`
const OLD = `{
  "profile_host": "",
  "graph_lock": { "nodes": {
    "a": { "pref": "app/1.0:2ce08bf790c58b729dda567426e810ed5e35e513", "requires": { "zlib/1.2.11#5f": "b" }, "path": "conanfile.py" },
    "b": { "pref": "zlib/1.2.11#5f4917ce0a630b102f472afd00102d40:19729b9559f3ae196cad45cb2b97468ccb75dcd1#58" }
  } }
}
`
const LISTS = `{
    "version": "0.5",
    "requires": [
        "zlib/1.2.13#13c96f538b52e1600c40b88994de240f%1667396813.733",
        "png/1.6.39@_/_#7927e8ce5b2576a6ea497c6ca70e9751%1669038072.946"
    ],
    "build_requires": ["cmake/3.27.0#1%1"],
    "python_requires": ["base/0.1@team/testing"],
    "config_requires": []
}
`

test('0.4: a graph with projects and contexts', () => {
  expect(extractionText(conan, { 'conan.lock': GRAPH })).toMatchInlineSnapshot(`
    "conan-lock 0.4: read, 3 packages, skipped 1 × project
    :6 pkg:conan/png@1.6.39?channel=stable&user=team runtime direct
    :10 pkg:conan/zlib@1.2.13 runtime transitive
    :11 pkg:conan/cmake@3.27.0 build direct
      [· in .] → pkg:conan/png@1.6.39?channel=stable&user=team
      [· in .] → pkg:conan/cmake@3.27.0
      pkg:conan/png@1.6.39?channel=stable&user=team → pkg:conan/zlib@1.2.13"
  `)
})

test('0.0: package references, requirements as an object, no version stated', () => {
  expect(extractionText(conan, { 'conan.lock': OLD })).toMatchInlineSnapshot(`
    "conan-lock 0.0: read, 1 packages, skipped 1 × project
    :5 pkg:conan/zlib@1.2.11 runtime direct
      [app 1.0 in .] → pkg:conan/zlib@1.2.11"
  `)
})

test('0.5: lists with revisions and times', () => {
  expect(extractionText(conan, { 'conan.lock': LISTS })).toMatchInlineSnapshot(`
    "conan-lock 0.5: read, 4 packages
    :4 pkg:conan/zlib@1.2.13 runtime
    :5 pkg:conan/png@1.6.39 runtime
    :7 pkg:conan/cmake@3.27.0 build
    :8 pkg:conan/base@0.1?channel=testing&user=team build"
  `)
})

test.each([
  ['a later version', LISTS.replace('0.5', '0.6'), '! unsupported-version'],
  ['no version', LISTS.replace('"version": "0.5",', ''), '! malformed :? the file states no format version'],
  ['neither graph nor lists', '{"version": "0.5"}', '! malformed :? the file has neither'],
  ['what is no reference', LISTS.replace('"cmake/3.27.0#1%1"', '"cmake"'), '! name-invalid :7 cmake is not a Conan reference'],
  ['an unknown key', LISTS.replace('config_requires', 'more'), '! unsupported-content :9'],
  ['an edge to nowhere', GRAPH.replace('"requires": ["2"]', '"requires": ["9"]'), '! malformed :? node 1 needs node 9'],
  ['null', 'null', '! malformed'],
])('%s is reported', (_, lock, problem) => expect(extractionText(conan, { 'conan.lock': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace(/"version": "0\.[45]"/, '"version": "7.0"')
  expect(mutationFaults(conan, 'conan.lock', GRAPH, { unknownVersion })).toEqual([])
  expect(mutationFaults(conan, 'conan.lock', LISTS, { unknownVersion })).toEqual([])
})

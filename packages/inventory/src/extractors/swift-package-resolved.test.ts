import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import swift from './swift-package-resolved.ts'

const V1 = `{
  "object": {
    "pins": [
      {
        "package": "Alpha",
        "repositoryURL": "https://git.example/Owner/Alpha.git",
        "state": { "branch": null, "revision": "0123456789012345678901234567890123456789", "version": "1.2.3" }
      },
      {
        "package": "Beta",
        "repositoryURL": "git@git.example:group/sub/beta.git",
        "state": { "branch": "main", "revision": "abcdef0123456789abcdef0123456789abcdef01", "version": null }
      }
    ]
  },
  "version": 1
}
`

const V3 = `{
  "originHash" : "abc",
  "pins" : [
    {
      "identity" : "alpha",
      "kind" : "remoteSourceControl",
      "location" : "https://user:secret@git.example/Owner/Alpha",
      "state" : { "revision" : "0123456789012345678901234567890123456789", "version" : "v2.0.0" }
    },
    {
      "identity" : "mona.linked-list",
      "kind" : "registry",
      "location" : "",
      "state" : { "version" : "1.1.0" }
    },
    {
      "identity" : "mine",
      "kind" : "localSourceControl",
      "location" : "/srv/mine",
      "state" : { "revision" : "0123456789012345678901234567890123456789", "version" : "1.0.0" }
    }
  ],
  "version" : 3
}
`

test('version 1', () => {
  expect(extractionText(swift, { 'Package.resolved': V1 })).toMatchInlineSnapshot(`
    "swift-package-resolved 1: read, 2 packages
    :5 pkg:swift/git.example/Owner/Alpha@1.2.3 runtime
    :10 pkg:swift/git.example/group/sub/beta?vcs_url=git%2Bssh:%2F%2Fgit%40git.example%2Fgroup%2Fsub%2Fbeta.git%40abcdef0123456789abcdef0123456789abcdef01 runtime"
  `)
})

test('version 3: repositories, registries and local packages; no credentials', () => {
  expect(extractionText(swift, { 'Package.resolved': V3 })).toMatchInlineSnapshot(`
    "swift-package-resolved 3: read, 2 packages, skipped 1 × local path
    :5 pkg:swift/git.example/Owner/Alpha@2.0.0 runtime
    :11 pkg:swift/mona/linked-list@1.1.0 runtime"
  `)
})

test.each([
  ['a later version', V3.replace('"version" : 3', '"version" : 4'), '! unsupported-version'],
  ['no version', '{"pins": []}', '! malformed'],
  ['no pins', '{"version": 2}', '! malformed :? the file has no list of pins'],
  ['an unknown key', V3.replace('originHash', 'sealed'), '! unsupported-content :2 not understood: sealed'],
  ['a location of nowhere', V3.replace('https://user:secret@git.example/Owner/Alpha', 'nowhere'), '! name-invalid :5'],
  ['a list instead of an object', '[]', '! malformed'],
])('%s is reported', (_, lock, problem) => expect(extractionText(swift, { 'Package.resolved': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace(/"version" ?: (?=[13]\n)./, '"version": 99')
  expect(mutationFaults(swift, 'Package.resolved', V1, { unknownVersion })).toEqual([])
  expect(mutationFaults(swift, 'Package.resolved', V3, { unknownVersion })).toEqual([])
})

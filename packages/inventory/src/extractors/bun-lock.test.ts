import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import bunLock from './bun-lock.ts'

const SHA512 = `sha512-${Buffer.alloc(64, 1).toString('base64')}`

const LOCK = `{
  "lockfileVersion": 1, // the text form
  "workspaces": {
    "": {
      "name": "app",
      "dependencies": { "@app/lib": "workspace:*", "alias": "npm:real@^1", "a": "^1", },
      "devDependencies": { "g": "github:owner/g", "t": "https://files.example/t-1.2.0.tgz", },
      "optionalDependencies": { "l": "link:l", },
    },
    "packages/lib": { "name": "@app/lib", "version": "0.1.0", "dependencies": { "b": "^2" }, "peerDependencies": { "a": "*" }, },
  },
  "trustedDependencies": ["a"],
  "packages": {
    /* every key is a path of names */
    "@app/lib": ["@app/lib@workspace:packages/lib"],

    "@app/lib/b": ["b@2.0.0", "", {}, "${SHA512}"],

    "a": ["a@1.0.0", "https://registry.example/a.tgz", { "dependencies": { "b": "^1", "@s/c": "*" }, "peerDependencies": { "none": "*" }, "optionalPeers": ["none"] }, "${SHA512}"],

    "@s/c": ["@s/c@3.0.0", "", { "dependencies": { "b": "^3" } }, "${SHA512}"],

    "@s/c/b": ["b@3.0.0", "", {}, "${SHA512}"],

    "alias": ["real@1.1.0", "", {}, "${SHA512}"],

    "b": ["b@1.0.0", "", { "os": "darwin" }, "${SHA512}"],

    "g": ["g@github:owner/g#0123abc", { "dependencies": { "b": "^1" } }, "owner-g-0123abc"],

    "l": ["l@link:l", {}],

    "t": ["t@https://files.example/t-1.2.0.tgz", {}],
  },
}
`

describe('bun-lock', () => {
  test('workspaces, paths of names, aliases, git, archives, links, comments', () => {
    expect(extractionText(bunLock, { 'bun.lock': LOCK })).toMatchInlineSnapshot(`
      "bun-lock 1: read, 8 packages, skipped 1 × local folder, skipped 1 × workspace member
      :17 pkg:npm/b@2.0.0 runtime direct sha512:010101
      :19 pkg:npm/a@1.0.0 runtime direct sha512:010101
      :21 pkg:npm/%40s/c@3.0.0 runtime transitive sha512:010101
      :23 pkg:npm/b@3.0.0 runtime transitive sha512:010101
      :25 pkg:npm/real@1.1.0 runtime direct sha512:010101
      :27 pkg:npm/b@1.0.0 runtime transitive sha512:010101
      :29 pkg:npm/g?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fg%400123abc dev direct
      :33 pkg:npm/t@1.2.0 dev direct
        [app in .] → [@app/lib 0.1.0 in packages/lib]
        [app in .] → pkg:npm/real@1.1.0
        [app in .] → pkg:npm/a@1.0.0
        [app in .] → pkg:npm/g?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fg%400123abc
        [app in .] → pkg:npm/t@1.2.0
        [@app/lib 0.1.0 in packages/lib] → pkg:npm/b@2.0.0
        [@app/lib 0.1.0 in packages/lib] → pkg:npm/a@1.0.0
        pkg:npm/a@1.0.0 → pkg:npm/b@1.0.0
        pkg:npm/a@1.0.0 → pkg:npm/%40s/c@3.0.0
        pkg:npm/%40s/c@3.0.0 → pkg:npm/b@3.0.0
        pkg:npm/g?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fg%400123abc → pkg:npm/b@1.0.0"
    `)
  })

  test('files that are odd or damaged', () => {
    const cases: readonly (readonly [name: string, text: string])[] = [
      [
        'an unknown version',
        LOCK.replace('"lockfileVersion": 1,', '"lockfileVersion": 12,').replace(/"packages": \{[^]*/, '"packages": {}}'),
      ],
      ['an unknown section', '{"lockfileVersion":1,"workspaces":{},"novel":{}}'],
      ['an entry that is none', '{"lockfileVersion":1,"workspaces":{},"packages":{"a":["a"],"b":{}}}'],
      ['a dependency that is not there', '{"lockfileVersion":1,"workspaces":{"":{"dependencies":{"a":"1"}}},"packages":{}}'],
      ['cut off', LOCK.slice(0, 700)],
      ['an empty object', '{}'],
    ]
    const read = cases.map(([name, text]) => `${name}\n${extractionText(bunLock, { 'bun.lock': text })}`)
    expect(read.join('\n\n')).toMatchInlineSnapshot(`
      "an unknown version
      bun-lock 12: partial, 0 packages
        ! unsupported-version :? lockfileVersion 12 is not one of 0 to 3
        ! malformed :? 6 dependencies are not among the packages, the first is "@app/lib"

      an unknown section
      bun-lock 1: partial, 0 packages
        ! unsupported-content :? not understood: novel

      an entry that is none
      bun-lock 1: partial, 0 packages
        ! unsupported-content :? not understood: packages["a"]
        ! unsupported-content :? not understood: packages["b"]
        ! entries-lost :? 2 of 2 entries gave no component

      a dependency that is not there
      bun-lock 1: partial, 0 packages
        ! malformed :? 1 dependencies are not among the packages, the first is "a"

      cut off
      bun-lock ?: failed, 0 packages
        ! malformed :17 not valid JSON: the text ends where a value is expected

      an empty object
      bun-lock ?: partial, 0 packages
        ! unsupported-version :? lockfileVersion undefined is not one of 0 to 3
        ! malformed :? the file has neither workspaces nor packages"
    `)
  })
})

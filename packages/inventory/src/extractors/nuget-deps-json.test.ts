import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import deps from './nuget-deps-json.ts'

const HASH = Buffer.alloc(64, 9).toString('base64')
const DEPS = `{
  "runtimeTarget": { "name": ".NETCoreApp,Version=v8.0/linux-x64", "signature": "" },
  "compilationOptions": {},
  "targets": {
    ".NETCoreApp,Version=v8.0": {},
    ".NETCoreApp,Version=v8.0/linux-x64": {
      "App/1.0.0": {
        "dependencies": { "Alpha": "1.2.3", "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64": "8.0.1", "Some.Reference": "4.0.0.0" },
        "runtime": { "App.dll": {} }
      },
      "Alpha/1.2.3": { "dependencies": { "Beta": "2.0.0" } },
      "Beta/2.0.0": { "runtime": { "lib/net8.0/Beta.dll": { "assemblyVersion": "2.0.0.0", "fileVersion": "2.0.0.0" } } },
      "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": {}
    }
  },
  "libraries": {
    "App/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
    "Alpha/1.2.3": {
      "type": "package",
      "serviceable": true,
      "sha512": "sha512-${HASH}",
      "path": "alpha/1.2.3"
    },
    "Beta/2.0.0": { "type": "package", "serviceable": true, "sha512": "" },
    "Some.Reference/4.0.0.0": { "type": "reference", "serviceable": false, "sha512": "" },
    "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { "type": "runtimepack", "serviceable": false, "sha512": "" }
  }
}`

test('packages, the runtime of a self-contained application, projects', () => {
  expect(extractionText(deps, { 'bin/App.deps.json': DEPS })).toMatchInlineSnapshot(`
    "nuget-deps-json .NETCoreApp,Version=v8.0/linux-x64: read, 3 packages, skipped 1 × project, skipped 1 × reference assembly
    :18 pkg:nuget/Alpha@1.2.3 runtime direct sha512:090909
    :24 pkg:nuget/Beta@2.0.0 runtime transitive
    :26 pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1 runtime direct
      [App 1.0.0 in bin] → pkg:nuget/Alpha@1.2.3
      [App 1.0.0 in bin] → pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1
      pkg:nuget/Alpha@1.2.3 → pkg:nuget/Beta@2.0.0"
  `)
})

test.each([
  [
    'a missing runtime target',
    DEPS.replace('v8.0/linux-x64", "sig', 'v9.0", "sig'),
    '! malformed :? the runtime target is not among the targets',
  ],
  ['no libraries', '{"targets":{}}', '! malformed :? the file has no libraries or no targets'],
  ['a key without version', DEPS.replaceAll('Beta/2.0.0', 'Beta'), '! name-invalid :24'],
  ['another type', DEPS.replace('"package", "serviceable": true, "sha512": ""', '"module"'), '! unsupported-content :24'],
])('%s is reported', (_, text, problem) => expect(extractionText(deps, { 'App.deps.json': text })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(deps, 'App.deps.json', DEPS)).toEqual([])
})

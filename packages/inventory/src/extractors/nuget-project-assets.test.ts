import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import assets from './nuget-project-assets.ts'

const HASH = Buffer.alloc(64, 3).toString('base64')
const ASSETS = `{
  "version": 3,
  "targets": {
    "net8.0": {
      "Alpha/1.2.3": { "type": "package", "dependencies": { "Beta": "[2.0.0, )" } },
      "Beta/2.0.1": { "type": "package" },
      "Analyzer/0.1.0": { "type": "package", "dependencies": { "Helper": "1.0.0" } },
      "Helper/1.0.0": { "type": "package" },
      "Lib/1.0.0": { "type": "project", "dependencies": { "beta": "2.0.0" } }
    },
    "net472": {
      "Alpha/1.2.3": { "type": "package", "dependencies": { "Beta": "[1.0.0, )" } },
      "Beta/1.0.0": { "type": "package" }
    }
  },
  "libraries": {
    "Alpha/1.2.3": { "sha512": "${HASH}", "type": "package", "path": "alpha/1.2.3", "files": [] },
    "Beta/1.0.0": { "sha512": "${HASH}", "type": "package" },
    "Beta/2.0.1": { "sha512": "${HASH}", "type": "package" },
    "Analyzer/0.1.0": { "sha512": "${HASH}", "type": "package" },
    "Helper/1.0.0": { "sha512": "${HASH}", "type": "package" },
    "Lib/1.0.0": { "type": "project", "path": "../Lib/Lib.csproj", "msbuildProject": "../Lib/Lib.csproj" }
  },
  "projectFileDependencyGroups": { "net8.0": ["Alpha >= 1.2.3"] },
  "packageFolders": {},
  "project": {
    "version": "1.0.0",
    "restore": { "projectName": "App" },
    "frameworks": {
      "net8.0": { "dependencies": { "alpha": { "target": "Package", "version": "[1.2.3, )" }, "Analyzer": { "suppressParent": "All", "target": "Package" } } },
      "net472": { "dependencies": { "Alpha": { "target": "Package", "version": "[1.2.3, )" } } }
    }
  }
}`

test('one graph a target; private references are for the build with what they need', () => {
  expect(extractionText(assets, { 'obj/project.assets.json': ASSETS })).toMatchInlineSnapshot(`
    "nuget-project-assets 3: read, 5 packages, skipped 1 × project
    :17 pkg:nuget/Alpha@1.2.3 runtime direct sha512:030303
    :18 pkg:nuget/Beta@1.0.0 runtime transitive sha512:030303
    :19 pkg:nuget/Beta@2.0.1 runtime transitive sha512:030303
    :20 pkg:nuget/Analyzer@0.1.0 build direct sha512:030303
    :21 pkg:nuget/Helper@1.0.0 build transitive sha512:030303
      pkg:nuget/Alpha@1.2.3 → pkg:nuget/Beta@2.0.1
      pkg:nuget/Analyzer@0.1.0 → pkg:nuget/Helper@1.0.0
      [Lib 1.0.0 in obj] → pkg:nuget/Beta@2.0.1
      [App 1.0.0 in .] → pkg:nuget/Alpha@1.2.3
      [App 1.0.0 in .] → pkg:nuget/Analyzer@0.1.0
      pkg:nuget/Alpha@1.2.3 → pkg:nuget/Beta@1.0.0"
  `)
})

test.each([
  ['a later version', ASSETS.replace('"version": 3', '"version": 5'), '! unsupported-version'],
  ['no version', ASSETS.replace('"version": 3,', ''), '! malformed :? the file states no format version'],
  ['another type', ASSETS.replace('"type": "package", "path"', '"type": "module", "path"'), '! unsupported-content :17'],
  ['no libraries', '{"version":3,"targets":{}}', '! malformed :? the file has no libraries or no targets'],
])('%s is reported', (_, text, problem) => expect(extractionText(assets, { 'project.assets.json': text })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace('"version": 3', '"version": 12')
  expect(mutationFaults(assets, 'project.assets.json', ASSETS, { unknownVersion })).toEqual([])
})

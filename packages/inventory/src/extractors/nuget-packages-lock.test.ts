import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import nuget from './nuget-packages-lock.ts'

const HASH = Buffer.alloc(64, 7).toString('base64')
const LOCK = `{
  "version": 2,
  "dependencies": {
    ".NETStandard,Version=v2.0": {
      "Alpha": { "type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "${HASH}" }
    },
    "net8.0": {
      "Alpha": {
        "type": "Direct",
        "requested": "[1.0.0, )",
        "resolved": "1.0.0",
        "contentHash": "${HASH}",
        "dependencies": {
          "beta": "2.0.0",
          "Absent": "1.0.0"
        }
      },
      "Beta": {
        "type": "Transitive",
        "resolved": "2.0.1",
        "contentHash": "c2hvcnQ="
      },
      "Gamma": { "type": "CentralTransitive", "requested": "[3.0.0, )", "resolved": "3.0.0" },
      "mine": { "type": "Project", "dependencies": { "Gamma": "[3.0.0, )" } }
    },
    "net8.0/linux-x64": {}
  }
}`

test('packages of every target, with edges that ignore case', () => {
  expect(extractionText(nuget, { 'app/packages.lock.json': LOCK })).toMatchInlineSnapshot(`
    "nuget-packages-lock 2: read, 4 packages, skipped 1 × project
    :5 pkg:nuget/Alpha@1.0.0 runtime direct sha512:070707
    :8 pkg:nuget/Alpha@1.0.0 runtime direct sha512:070707
    :18 pkg:nuget/Beta@2.0.1 runtime transitive
    :23 pkg:nuget/Gamma@3.0.0 runtime transitive
      [· in app] → pkg:nuget/Alpha@1.0.0
      [· in app] → pkg:nuget/Alpha@1.0.0
      pkg:nuget/Alpha@1.0.0 → pkg:nuget/Beta@2.0.1
      [mine in app] → pkg:nuget/Gamma@3.0.0"
  `)
})

test.each([
  ['a later version', LOCK.replace('"version": 2', '"version": 3'), '! unsupported-version :? lock version 3'],
  ['no version', LOCK.replace('"version": 2,', ''), '! malformed :? the file states no lock version'],
  ['another type', LOCK.replace('CentralTransitive', 'Lunar'), '! unsupported-content :23 not understood: type Lunar of Gamma'],
  ['no resolved version', LOCK.replace('"resolved": "2.0.1",', ''), '! malformed :18 Beta has no resolved version'],
  ['a name twice', LOCK.replace('"Gamma"', '"Beta"'), '! malformed :23 a key stands twice'],
  ['a list of targets', '{"version":1,"dependencies":[]}', '! malformed :? the file has no object dependencies'],
])('%s is reported', (_, lock, problem) => expect(extractionText(nuget, { 'packages.lock.json': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace('"version": 2', '"version": 77')
  expect(mutationFaults(nuget, 'packages.lock.json', LOCK, { unknownVersion })).toEqual([])
})

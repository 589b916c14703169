import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import config from './nuget-packages-config.ts'

const CONFIG = `<?xml version="1.0" encoding="utf-8"?>
<packages>
  <package id="Alpha" version="1.0.0" targetFramework="net472" />
  <package id="Beta.Analyzers" version="2.0.0-beta.1" developmentDependency="true" />
</packages>
`

test('packages and development packages', () => {
  expect(extractionText(config, { 'packages.config': CONFIG })).toMatchInlineSnapshot(`
    "nuget-packages-config ?: read, 2 packages
    :3 pkg:nuget/Alpha@1.0.0 runtime
    :4 pkg:nuget/Beta.Analyzers@2.0.0-beta.1 dev"
  `)
})

test.each([
  ['no version', CONFIG.replace(' version="1.0.0"', ''), '! malformed :3 Alpha has no version'],
  ['no id', CONFIG.replace(' id="Alpha"', ''), '! name-invalid :3 a package has no id'],
  ['another element', CONFIG.replace('<package id="Alpha"', '<pack id="Alpha"'), '! unsupported-content :3'],
  ['another document', '<configuration/>', '! malformed :1 the root element is not packages'],
])('%s is reported', (_, text, problem) => expect(extractionText(config, { 'packages.config': text })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(config, 'packages.config', CONFIG)).toEqual([])
})

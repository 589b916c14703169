import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import carthage from './cartfile-resolved.ts'

const LOCK = `binary "https://files.example/Mapbox-SDK.json" "6.4.1"
git "https://git.example/group/tool.git" "v2.1.0"
github "Owner/Alpha" "4.0.1"
github "Owner/Beta" "0123456789012345678901234567890123456789"
github "https://ghe.example/team/gamma" "1.0"
git "file:///srv/mine" "1.0"
`

test('repositories get the purl they have in Swift Package Manager', () => {
  expect(extractionText(carthage, { 'Cartfile.resolved': LOCK })).toMatchInlineSnapshot(`
    "cartfile-resolved ?: read, 5 packages, skipped 1 × local path
    :1 pkg:generic/Mapbox-SDK@6.4.1?download_url=https:%2F%2Ffiles.example%2FMapbox-SDK.json runtime
    :2 pkg:swift/git.example/group/tool@2.1.0 runtime
    :3 pkg:swift/github.com/Owner/Alpha@4.0.1 runtime
    :4 pkg:swift/github.com/Owner/Beta?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2FOwner%2FBeta%400123456789012345678901234567890123456789 runtime
    :5 pkg:swift/ghe.example/team/gamma@1.0 runtime"
  `)
})

test('other lines and an empty file are reported', () => {
  expect(extractionText(carthage, { 'Cartfile.resolved': 'github "Owner/Alpha"\n' })).toContain('! unsupported-content :1')
  expect(extractionText(carthage, { 'Cartfile.resolved': '' })).toContain('note malformed')
})

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(carthage, 'Cartfile.resolved', LOCK, { wholeAfterCut: () => true })).toEqual([])
})

import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import terraform from './terraform-lock.ts'

const LOCK = `# This file is maintained automatically by "terraform init".

provider "registry.example/hashicorp/aws" {
  version     = "5.72.1"
  constraints = "> 5.72.0, ~> 5.0"
  hashes = [
    "h1:jhd5O5o0CfZCNEwwN0EiDAzb7ApuFrtxJqa6HXW4EKE=",
    "zh:0dea6843836e926d33469b48b948744079023816d16a2ff7666bcfb6aa3522d4",
  ]
}

provider "registry.example/hashicorp/null" {
  version = "3.2.1"
  hashes = []
}
`

test('providers', () => {
  expect(extractionText(terraform, { '.terraform.lock.hcl': LOCK })).toMatchInlineSnapshot(`
    "terraform-lock ?: read, 2 packages
    :3 pkg:terraform/registry.example/hashicorp/aws@5.72.1 runtime direct
    :12 pkg:terraform/registry.example/hashicorp/null@3.2.1 runtime direct"
  `)
})

test.each([
  ['a cut', LOCK.slice(0, LOCK.indexOf('  ]')), '! malformed :3 the file ends inside a block'],
  ['no version', LOCK.replace('  version = "3.2.1"\n', ''), '! malformed :12 registry.example/hashicorp/null has no version'],
  ['another line', LOCK + 'module "x" {\n', '! unsupported-content :16'],
])('%s is reported', (_, lock, problem) => expect(extractionText(terraform, { '.terraform.lock.hcl': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  expect(mutationFaults(terraform, '.terraform.lock.hcl', LOCK, { wholeAfterCut: () => true })).toEqual([])
})

import { expect, test } from 'vitest'
import { isInventory } from './document-kind.ts'

/** Behind the beginning of a document, from which kinds are told. */
const BEHIND = `"metadata":{"x":"${'x'.repeat(70_000)}"}`
const LARGE = 'x'.repeat(9 * 1024 * 1024)

test.each([
  ['{"bomFormat":"CycloneDX",@,"components":[]', true],
  ['{"bomFormat":"CycloneDX",@,"vulnerabilities":[]', false],
  ['{"schemaVersion":"1.0",@,"checks":[],"standards":[]', false],
  ['{"schemaVersion":"1.0",@,"components":[]', true],
])('whether it is an inventory: %s', (text, expected) => {
  const begun = text.replace('@', BEHIND)
  expect(isInventory(Buffer.from(`${begun}}`), 'auto')).toBe(expected)
  // A large one is not parsed: that it does not end changes nothing here, and is for its reader to tell.
  expect(isInventory(Buffer.from(`${begun},"y":"${LARGE}`), 'auto')).toBe(expected)
})

import { expect, test } from 'vitest'
import { uuidOf } from './uuid-of.ts'

// The form that OSCAL's schema has for its identifiers: versions 4 and 5.
test('identifiers are of version 5, the same for the same text', () => {
  const ids = Array.from({ length: 200 }, (_, at) => uuidOf(String(at)))
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(200)
  expect(uuidOf('0')).toBe(ids[0])
})

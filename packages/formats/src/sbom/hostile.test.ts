import type { Bom } from '@cupel/model'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DocumentInvalid } from '../document-invalid.ts'
import { bomOfInventory } from './bom-of-inventory.ts'
import { componentsOfBom } from './components-of-bom.ts'
import { BOM_TARGETS, writeBom } from './convert-bom.ts'
import { readBom, validateBom } from './read-bom.ts'

const bom: Bom = bomOfInventory({
  name: 'shop',
  version: '1',
  components: ['a', 'b'].map((name) => ({
    purl: `pkg:npm/${name}@1`,
    name,
    version: '1',
    ecosystem: 'npm',
    scopes: ['runtime'],
    direct: true,
    evidence: [],
    licenses: ['MIT', 'Own'],
    hashes: [{ algorithm: 'sha1', value: '9188560f22e0b73070d2efce670c74af2bdf30af' }],
  })),
  graphs: [],
  problems: [],
  created: '2024-05-06T07:08:09Z',
  tool: { name: 'cupel', version: '1' },
})

const TEXTPROTO =
  'spec_version: "1.6"\ncomponents { type: CLASSIFICATION_LIBRARY name: "a" licenses { license { id: "MIT" } } }\ndependencies { ref: "a" dependencies { ref: "b" } }\n'
const sources = [...BOM_TARGETS.map((target) => writeBom(bom, target)), TEXTPROTO]

const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut'), at: fc.double({ min: 0, max: 1, noNaN: true }), with: fc.constant('') }),
  fc.record({
    kind: fc.constant('put'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    with: fc.constantFrom('\0', '"', '}', '{', '<', '</a>', '[', '\ud800', '\n', '-1e999', 'null', '<text>', ':', '\ufeff', '__proto__'),
  }),
  fc.record({ kind: fc.constant('drop'), at: fc.double({ min: 0, max: 1, noNaN: true }), with: fc.constant('') }),
  fc.record({ kind: fc.constant('twice'), at: fc.constant(0), with: fc.constant('') }),
)

function apply(text: string, { kind, at, with: inserted }: { kind: string; at: number; with: string }): string {
  const place = Math.floor(at * text.length)
  if (kind === 'cut') return text.slice(0, place)
  if (kind === 'put') return text.slice(0, place) + inserted + text.slice(place)
  if (kind === 'drop') return text.slice(0, place) + text.slice(place + 7)
  return text + text
}

it('reads damaged documents or says why not, and never reads on in silence', () => {
  let refused = 0
  fc.assert(
    fc.property(fc.nat(sources.length - 1), fc.array(damage, { minLength: 1, maxLength: 2 }), (index, damages) => {
      const text = damages.reduce(apply, sources[index] as string)
      const faults = validateBom(text)
      let strict = true
      try {
        readBom(text)
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentInvalid)
        strict = false
        refused++
      }
      if (faults.length === 0) expect(strict).toBe(true)
      try {
        const read = readBom(text, { invalid: 'report' })
        componentsOfBom(read.bom, 'x')
        for (const target of BOM_TARGETS) writeBom(read.bom, target)
        if (!strict) expect(read.problems.some((problem) => problem.effect === 'incomplete')).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentInvalid)
      }
    }),
    { seed: 1, numRuns: 1500 },
  )
  expect(refused).toBeGreaterThan(500)
})

it('quotes nothing of the input that a terminal would obey', () => {
  const text = '{"bomFormat":"CycloneDX","specVersion":"1.6\\u001b[31m","\\u001b]0;x\\u0007":1}'
  for (const fault of validateBom(text)) expect(fault.path + fault.message).toMatch(/^[\x20-\x7e]*$/)
  expect(() => readBom(text)).toThrow(/^[\x20-\x7e]*$/)
})

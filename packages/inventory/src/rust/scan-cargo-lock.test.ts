import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collect } from '../collect.ts'
import { defineExtractor } from '../extractor.ts'
import { parseCargoLock } from './read-cargo-lock.ts'
import { scanCargoLock } from './scan-cargo-lock.ts'

const word = fc.stringMatching(/^[a-z0-9_.+-]{1,12}$/)
const crate = fc.record({
  name: word,
  version: word,
  source: fc.option(word, { nil: '' }),
  checksum: fc.option(word, { nil: '' }),
  dependencies: fc.array(word, { maxLength: 4 }),
})

/** A lock as Cargo lays it out. */
const lock = fc
  .record({ version: fc.constantFrom('', '3', '4'), crates: fc.array(crate, { maxLength: 6 }), crlf: fc.boolean() })
  .map(({ version, crates, crlf }) => {
    const tables = crates.map(({ name, version: own, source, checksum, dependencies }) => {
      const rows = [`name = "${name}"`, `version = "${own}"`]
      if (source !== '') rows.push(`source = "${source}"`)
      if (checksum !== '') rows.push(`checksum = "${checksum}"`)
      if (dependencies.length > 0) rows.push('dependencies = [', ...dependencies.map((one) => ` "${one}",`), ']')
      return ['[[package]]', ...rows, ''].join('\n')
    })
    const text = [`# generated`, ...(version === '' ? [] : [`version = ${version}`]), '', ...tables].join('\n')
    return crlf ? text.replaceAll('\n', '\r\n') : text
  })

function byToml(text: string) {
  const extractor = defineExtractor({ id: 'x', title: '', type: 'cargo', kind: 'lock', extract: () => {} })
  return parseCargoLock(text, collect(extractor, 'Cargo.lock', []).out)
}

describe('scanCargoLock', () => {
  test('reads what the TOML reader reads, lines included', () => {
    fc.assert(
      fc.property(lock, (text) => {
        const scanned = scanCargoLock(text)
        expect(scanned).not.toBeNull()
        expect(scanned).toEqual(byToml(text))
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test.each([
    ['a key that stands twice', '[[package]]\nname = "a"\nname = "b"\n'],
    ['an escape', '[[package]]\nname = "\\u0041"\n'],
    ['an unknown key', '[[package]]\nreplace = "x"\n'],
    ['a list on one line', '[[package]]\ndependencies = ["a"]\n'],
    ['a list without an end', '[[package]]\ndependencies = [\n "a",\n'],
    ['text after a table', 'x\n'],
    ['a version that stands twice', 'version = 3\nversion = 4\n'],
  ])('leaves %s to the TOML reader', (_, text) => expect(scanCargoLock(text)).toBeNull())
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPurl, canonicalPurl, parsePurl, PurlInvalid } from '@cupel/model'
import fc from 'fast-check'
import { PackageURL } from 'packageurl-js'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

interface Parts {
  readonly type: string | null
  readonly namespace: string | null
  readonly name: string | null
  readonly version: string | null
  readonly qualifiers: Record<string, string> | null
  readonly subpath: string | null
}

interface PurlCase {
  readonly description: string
  readonly test_type: 'parse' | 'build' | 'validate'
  readonly input: string | Parts
  readonly expected_output?: string | Parts | null
  readonly expected_failure?: boolean
}

const root = sharedPath('purl')

describe.skipIf(root === null)('purl-spec', () => {
  test('every case of the specification and of the types', () => {
    const counts: Record<string, number> = {}
    const wrong: string[] = []
    for (const file of caseFiles()) {
      const { tests } = JSON.parse(readFileSync(file, 'utf8')) as { tests: PurlCase[] }
      for (const one of tests) {
        const kind = one.test_type + (one.expected_failure ? ' (refused)' : '')
        counts[kind] = (counts[kind] ?? 0) + 1
        const outcome = run(one)
        if (outcome !== '') wrong.push(`${file}: ${one.test_type} ${JSON.stringify(one.input)}: ${outcome}`)
      }
    }
    console.log('purl cases', counts)
    expect(wrong).toEqual([])
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(586)
  })
})

function caseFiles(): string[] {
  const folder = root ?? ''
  return ['spec', 'types'].flatMap((part) => readdirSync(join(folder, part)).map((file) => join(folder, part, file)))
}

function run(one: PurlCase): string {
  let actual: unknown
  try {
    actual = attempt(one)
  } catch (error) {
    if (!(error instanceof PurlInvalid)) return String(error)
    return one.expected_failure ? '' : `refused: ${error.message}`
  }
  if (one.expected_failure) return `accepted as ${JSON.stringify(actual)}`
  const expected = typeof one.expected_output === 'object' ? filled(one.expected_output as Parts) : one.expected_output
  return equal(actual, expected) ? '' : `${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`
}

function attempt(one: PurlCase): unknown {
  if (one.test_type === 'build') return buildPurl(filled(one.input as Parts))
  return one.test_type === 'parse' ? parsePurl(one.input as string) : canonicalPurl(one.input as string)
}

function filled(parts: Parts): Parameters<typeof buildPurl>[0] {
  return {
    type: parts.type ?? '',
    namespace: parts.namespace ?? '',
    name: parts.name ?? '',
    version: parts.version ?? '',
    qualifiers: parts.qualifiers ?? {},
    subpath: parts.subpath ?? '',
  }
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sortedKeys) === JSON.stringify(b, sortedKeys)
}

function sortedKeys(_key: string, value: unknown): unknown {
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).sort()) : value
}

describe('against packageurl-js', () => {
  // Without `:`, `~` and `+`, which packageurl-js encodes in other places than purl-spec's own tests do, and without npm,
  // whose names it lower-cases although the type definition calls them case-sensitive.
  const segment = fc.string({ unit: fc.constantFrom(...'aZ09.-_ %@#?&=é€😀'.split('')), minLength: 1, maxLength: 6 }).filter(isText)
  const part = segment.filter((text) => text !== '.' && text !== '..' && text.trim() === text && text !== '')

  test('both build the same text, and parsing it gives the parts back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('cargo', 'golang', 'maven', 'gem', 'nuget', 'hackage', 'generic'),
        part,
        part,
        fc.option(part, { nil: '' }),
        fc.dictionary(fc.constantFrom('arch', 'os', 'x.y', 'k_1'), part),
        (type, namespace, name, version, qualifiers) => {
          const scoped = type === 'golang' || type === 'maven' || type === 'generic'
          const parts = { type, namespace: scoped ? namespace : '', name, version, qualifiers, subpath: '' }
          const text = buildPurl(parts)
          let other: string
          try {
            other = new PackageURL(type, parts.namespace || undefined, name, version || undefined, qualifiers).toString()
          } catch {
            return
          }
          expect(text).toBe(other)
          expect(parsePurl(text)).toEqual(parts)
        },
      ),
      { seed: 1, numRuns: 2000 },
    )
  })

  test('no text makes it throw anything but PurlInvalid', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'pkg:/npm@?#=&%2F.a '.split('')), maxLength: 30 }), (tail) => {
        for (const text of [tail, `pkg:${tail}`, `pkg:npm/${tail}`, `pkg:constructor/${tail}`]) {
          try {
            const canonical = canonicalPurl(text)
            expect(canonicalPurl(canonical)).toBe(canonical)
          } catch (error) {
            expect(error).toBeInstanceOf(PurlInvalid)
          }
        }
      }),
      { seed: 1, numRuns: 3000 },
    )
  })
})

/** Lone surrogates have no UTF-8 form. */
function isText(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from './display-width.ts'
import { mdCode, mdText } from './markdown-text.ts'
import { oneLine, printable, printableJson } from './printable.ts'
import { reasonText } from './finding-text.ts'
import { disarmCommands } from './workflow-commands.ts'

describe('printable', () => {
  it.each([
    ['plain', 'plain'],
    ['a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
    ['\u009b\u007f\u0000', '\\u{9b}\\u{7f}\\u{0}'],
    ['\ud800x', '\\u{d800}x'],
    ['\u{e0041}', '\\u{e0041}'],
    ['ünï 漢字 😀', 'ünï 漢字 😀'],
  ])('%j', (text, expected) => {
    expect(printable(text)).toBe(expected)
  })

  it('makes running text one line', () => {
    expect(oneLine(' a\r\n\tb\u001bc ')).toBe('a b\\u{1b}c')
  })

  it('escapes JSON without changing its value', () => {
    const value = { 'a\u202e': '\u009b\u2028\u{e0041}\ufeff', b: ['\u001b'] }
    const text = printableJson(JSON.stringify(value))
    expect(text).toMatch(/^[\x20-\x7e]*$/)
    expect(JSON.parse(text)).toEqual(value)
  })
})

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['漢字', 4],
    ['ｆｕ', 4],
    ['한국', 4],
    ['😀', 2],
    ['e\u0301', 1],
    ['é', 1],
    ['—…›', 3],
  ])('%s is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  it('cuts and pads by columns', () => {
    expect(cutToWidth('漢字漢字', 5)).toBe('漢字…')
    expect(cutToWidth('漢字漢字', 4)).toBe('漢…')
    expect(cutToWidth('abc', 3)).toBe('abc')
    expect(cutToWidth('abcd', 0)).toBe('')
    expect(padToWidth('漢', 4)).toBe('漢  ')
  })

  it('wraps so that nothing is lost and nothing is wider', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '漢', '😀'), maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        (text, width) => {
          const lines = wrapToWidth(text, width)
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width)
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
      { seed: 1, numRuns: 500 },
    )
  })
})

describe('markdown text', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['[x](y)', '\\[x\\](y)'],
    ['@team see #12', '@<!-- -->team see \\#<!-- -->12'],
    ['http://x www.y', 'http:<!-- -->//x www<!-- -->.y'],
    ['**b**\n# h', '\\*\\*b\\*\\* \\#<!-- --> h'],
  ])('%j', (text, expected) => {
    expect(mdText(text)).toBe(expected)
  })

  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['', ''],
  ])('code %j', (text, expected) => {
    expect(mdCode(text)).toBe(expected)
  })
})

it('disarms commands of the job log, also behind colours', () => {
  expect(disarmCommands('  ::stop-commands::x\na ::b\n\u001b[2m  ::c\n##[x]')).toBe(
    '  \\u{3a}:stop-commands::x\na ::b\n\u001b[2m  \\u{3a}:c\n#\\u{23}[x]',
  )
})

it.each([
  [{}, '“no”, Acme (openvex, v.json:2)'],
  [{ statement: '', justification: 'component_not_present' }, 'component_not_present, Acme (openvex, v.json:2)'],
  [{ statement: '', author: '' }, '(openvex, v.json:2)'],
  [{ expires: '2030-01-01', justification: 'j' }, 'j: “no”, Acme until 2030-01-01 (openvex, v.json:2)'],
])('reason %j', (changes, expected) => {
  const reason = { by: 'openvex', source: 'v.json', line: 2, justification: '', statement: 'no', author: 'Acme', expires: '' } as const
  expect(reasonText({ ...reason, ...changes })).toBe(expected)
})

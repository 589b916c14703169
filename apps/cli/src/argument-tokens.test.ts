import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { argumentTokens } from './argument-tokens.ts'
import type { Flag } from './command.ts'

const KNOWN: Readonly<Record<string, Flag>> = {
  format: { type: 'string', short: 'f', multiple: true, help: '' },
  output: { type: 'string', short: 'o', help: '' },
  quiet: { type: 'boolean', short: 'q', help: '' },
  'no-dev': { type: 'boolean', help: '' },
  help: { type: 'boolean', short: 'h', help: '' },
}

test('splits what node:util parseArgs splits, for any command line', () => {
  const word = fc.oneof(
    fc.constantFrom('--format', '--format=json', '--output', '--no-dev', '--quiet=yes', '-f', '-fjson', '-qf', '-qh', '-hqfjson', '-o'),
    fc.constantFrom('--', '-', '', '--=', '--a=b', '--=b', '-=', '-f=', '--unknown', '-x', '-xq', 'json', '.', '---', '--__proto__'),
    fc
      .array(fc.constantFrom('-', '=', 'f', 'q', 'o', 'a', 'format'), { maxLength: 5 })
      .map((parts) => parts.join(''))
      // A dash among grouped switches ends the flags there; here it is a flag that nobody knows.
      .filter((text) => !/^-[^-]+-/.test(text)),
  )
  const options = Object.fromEntries(
    Object.entries(KNOWN).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }), ...(multiple === true ? { multiple } : {}) },
    ]),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
      const oracle = parseArgs({ args: [...argv], options, allowPositionals: true, strict: false, tokens: true })
      const own = argumentTokens(argv, KNOWN)
      expect(own.positionals).toEqual(oracle.positionals)
      expect(own.options).toEqual(
        oracle.tokens.flatMap((token) =>
          token.kind === 'option'
            ? [{ name: token.name, rawName: token.rawName, value: token.value, inline: token.inlineValue === true }]
            : [],
        ),
      )
    }),
    { seed: 1, numRuns: 5000 },
  )
})

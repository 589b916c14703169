import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigInvalid } from './config-invalid.ts'
import { EMPTY_CONFIG } from './config.ts'
import { readConfig } from './read-config.ts'
import { lineOf, tomlLines } from './toml-lines.ts'

function faults(text: string): readonly string[] {
  try {
    readConfig(text, 'cupel.toml')
    return []
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error
    return error.faults.map((one) => `${one.line}: ${one.message}`)
  }
}

const WAIVER = `[[waiver]]
id = "CVE-2020-1"
package = "pkg:npm/lodash"
path = "web/**"
reason = "not reachable"
owner = "team-a"
expires = 2030-01-31
`

describe('readConfig', () => {
  it('reads everything there is', () => {
    const text = `[scan]
exclude = ["fixtures/**"]
ecosystems = ["npm"]
no-dev = true
offline = false
db = "./db"

[gate]
fail-on = "high,kev"
allow-incomplete = true
max-age = "14d"

[policy]
packs = ["default", "./own.yaml"]
evidence = ["assessment.json"]
unknown = "pass"

[trust]
file = "trust.toml"
evidence = "attestations"
unlogged = true

[vex]
files = ["a.json"]

[output]
format = ["table", "sarif=out.sarif"]
colour = "never"

${WAIVER}`
    expect(readConfig(text, 'cupel.toml')).toEqual({
      scan: { exclude: ['fixtures/**'], ecosystems: ['npm'], noDev: true, offline: false, db: './db' },
      waivers: [
        {
          id: 'CVE-2020-1',
          package: 'pkg:npm/lodash',
          path: 'web/**',
          reason: 'not reachable',
          owner: 'team-a',
          expires: '2030-01-31',
          justification: '',
          source: 'cupel.toml',
          line: 30,
        },
      ],
      gate: { failOn: [{ kind: 'severity', least: 'high' }, { kind: 'kev' }], allowIncomplete: true, maxAgeDays: 14 },
      trust: { file: 'trust.toml', evidence: ['attestations'], trustedRoot: null, registryKeys: null, unlogged: true },
      policy: { packs: ['default', './own.yaml'], evidence: ['assessment.json'], unknown: 'pass' },
      vex: { files: ['a.json'] },
      output: { formats: ['table', 'sarif=out.sarif'], colour: 'never' },
    })
  })

  it('an empty file says nothing', () => {
    expect(readConfig('', 'cupel.toml')).toEqual(EMPTY_CONFIG)
    expect(readConfig('\ufeff# only a comment\r\n', 'cupel.toml')).toEqual(EMPTY_CONFIG)
  })

  it.each([
    ['[scan]\nexlude = []', ['2: unknown key "exlude" in scan; did you mean "exclude"?']],
    ['[sacn]\n', ['1: unknown key "sacn"; did you mean "scan"?']],
    ['foo = 1', ['1: unknown key "foo"; there are scan, waiver, gate, trust, policy, vex, output, forge']],
    ['scan = 1', ['1: scan must be a table']],
    ['[scan]\n\nno-dev = "yes"', ['3: scan.no-dev must be true or false']],
    ['[scan]\nexclude = [1]', ['2: scan.exclude must be a list of texts']],
    ['[gate]\nfail-on = "hihg"', ['2: "hihg" is no condition of fail-on; did you mean "high"?']],
    ['[gate]\nfail-on = ["none", "kev"]', ['2: "none" stands alone in fail-on']],
    ['[gate]\nfail-on = "epss>2"', ['2: "epss>2" is not understood; write epss>0.5 with a number from 0 to 1']],
    ['[gate]\nfail-on = ""', ['2: fail-on is empty; write "none" to fail on nothing']],
    ['[gate]\nfail-on = 3', ['2: gate.fail-on must be a list of texts']],
    ['[gate]\nmax-age = -1', ['2: gate.max-age must be a number of days, such as 7 or "7d"']],
    ['[policy]\npacks = 1', ['2: policy.packs must be a list of texts']],
    ['[policy]\nunknown = "pass"', ['1: policy.packs must name the packs to judge by']],
    ['[policy]\npacks = "default"\nunknown = "no"', ['3: policy.unknown must be fail or pass']],
    ['[trust]\nevidence = ["a"]', ['1: trust.file must name the trust policy']],
    ['[trust]\nfile = ""', ['2: trust.file must name the trust policy']],
    ['[trust]\nfile = "a"\nevidence = 1', ['3: trust.evidence must be a list of texts']],
    ['[output]\ncolour = "blue"', ['2: output.colour must be auto, always or never']],
    ['[waiver]\nid = "x"', ['1: waivers are written as [[waiver]], with two brackets']],
    [
      '[[waiver]]',
      [
        '1: a waiver needs an id',
        '1: a waiver needs a reason',
        '1: a waiver needs an owner',
        '1: a waiver needs expires, a date as 2030-01-31',
      ],
    ],
    [WAIVER.replace('2030-01-31', '"2030-02-30"'), ['7: there is no date 2030-02-30: waiver.expires must be a date as 2030-01-31']],
    [WAIVER.replace('2030-01-31', '2026-02-30'), ['7: not valid TOML: there is no date 2026-02-30']],
    [WAIVER.replace('2030-01-31', '2026-02-30T10:00:00Z'), ['7: not valid TOML: there is no date 2026-02-30']],
    [WAIVER.replace('2030-01-31', '2026-13-01'), ['7: not valid TOML: invalid date']],
    [WAIVER.replace('"CVE-2020-1"', '"CVE-*"'), ['2: a waiver id is one id, or "*" alone']],
    [WAIVER.replace('"CVE-2020-1"', '"*"').replace('lodash', 'lod*'), ['2: a waiver with id "*" needs the package by name']],
    [WAIVER.replace('pkg:npm/lodash', 'lodash'), ['3: waiver.package must be a purl, such as pkg:npm/lodash or pkg:npm/lodash@4.17.11']],
    [WAIVER.replace('pkg:npm/lodash', 'pkg:npm/*dash'), ['3: in waiver.package a "*" stands only at the end']],
    [WAIVER.replace('owner', 'ownr'), ['1: a waiver needs an owner', '6: unknown key "ownr" in waiver; did you mean "owner"?']],
    [`${WAIVER}justification = "because"`, [expect.stringMatching(/^8: waiver.justification must be one of component_not_present/)]],
    ['a = [', [expect.stringMatching(/^1: not valid TOML/)]],
  ])('%j', (text, expected) => {
    expect(faults(text)).toEqual(expected)
  })

  it('never prints what the file says raw', () => {
    for (const fault of faults('"\\u001b[31m\\u202ex" = 1\n[gate]\nfail-on = "\\u001b"')) expect(fault).toMatch(/^[\x20-\x7e]+$/)
  })

  it('throws nothing but ConfigInvalid for any text', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '[[waiver]]',
      '[scan]',
      '\n',
      '=',
      '"',
      "'",
      '"""',
      'id',
      '.',
      '#',
      '{',
      '}',
      ',',
      '1',
      ' ',
      '\\',
      'fail-on',
      '[gate]',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (parts) => {
        faults(parts.join(''))
      }),
      { seed: 1, numRuns: 3000 },
    )
  })

  it('is not stopped by depth', () => {
    expect(faults(`a = ${'['.repeat(10_000)}`)[0]).toMatch(/nested|not valid TOML/)
    expect(faults(`${'a.'.repeat(10_000)}b = 1`)[0]).toMatch(/nested/)
  })
})

describe('tomlLines', () => {
  it('knows tables, arrays of tables, dotted and quoted keys, and values over several lines', () => {
    const text =
      'a = """\n[x]\n"""\nb.c = [ # ]\n  "]",\n]\n["q k"]\n"d e" = \'#\'\n[[w]]\nid = 1\n[[w]]\nid = {x = "}\\"", y = 2}\nz = 1\n'
    expect(Object.fromEntries(tomlLines(text))).toEqual({
      a: 1,
      'b.c': 4,
      'q k': 7,
      'q k.d e': 8,
      'w.0': 9,
      'w.0.id': 10,
      'w.1': 11,
      'w.1.id': 12,
      'w.1.z': 13,
    })
    expect(lineOf(tomlLines(text), 'w.1.none')).toBe(11)
    expect(lineOf(tomlLines(text), 'none')).toBe(0)
  })
})

import { isDeepStrictEqual } from 'node:util'
import type { ScanReport } from '@cupel/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readXml } from '../xml.ts'
import type { ReportFormat } from '../report-format.ts'
import cyclonedx from './cyclonedx.ts'
import github from './github.ts'
import html from './html.ts'
import json from './json.ts'
import junit from './junit.ts'
import markdown from './markdown.ts'
import { SAMPLE_REPORT } from './sample/sample-report.ts'
import sarif from './sarif.ts'
import table from './table.ts'

const FORMATS: readonly ReportFormat[] = [cyclonedx, github, html, json, junit, markdown, sarif, table]
// oxlint-disable-next-line no-control-regex -- what must not be there
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u
const EMPTY: ScanReport = {
  ...SAMPLE_REPORT,
  coverage: [],
  components: [],
  graphs: [],
  findings: [],
  problems: [],
  summary: { ...SAMPLE_REPORT.summary, files: 0, components: 0, findings: 0, problems: 0, knownExploited: 0 },
  verdict: { outcome: 'unknown', exitCode: 3, reasons: [] },
}

describe('every format', () => {
  it.each(FORMATS.map((one) => [one.id, one] as const))(
    '%s ends with one line feed, is the same twice, and holds nothing raw',
    (_, format) => {
      for (const report of [SAMPLE_REPORT, EMPTY]) {
        const text = format.write(report, {})
        expect(text.endsWith('\n')).toBe(true)
        expect(text.endsWith('\n\n')).toBe(false)
        expect(format.write(report, {})).toBe(text)
        expect(RAW.exec(text)?.[0].codePointAt(0)).toBeUndefined()
      }
    },
  )

  it('keeps hostile texts in all places harmless', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          '\u001b[2J',
          '\u202e',
          '\u009b',
          '\r\n::error::x',
          '\n##[add-path]x',
          '<script>',
          ']]>',
          '--',
          '"',
          "'",
          '&',
          '|',
          '`',
          '](',
          '\ud800',
          '漢字',
          'é',
          '%0A',
          '\\',
          ' ',
        ),
        {
          minLength: 1,
          maxLength: 6,
        },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(hostile, (text) => {
        const report = poisoned(SAMPLE_REPORT, text)
        for (const format of FORMATS) expect(RAW.test(format.write(report, {})), format.id).toBe(false)
        // oxlint-disable-next-line no-control-regex -- our own colours
        expect(table.write(report, { colour: true }).replaceAll(/\u001b\[[0-9;]*m/g, '')).not.toMatch(RAW)
        expect(JSON.parse(json.write(report, {}))).toEqual(JSON.parse(JSON.stringify(report)))
        expect([...(json.pieces?.(report) ?? [])].join('')).toBe(json.write(report, {}))
        expect(readXml(junit.write(report, {})).name).toBe('testsuites')
        for (const line of github.write(report, {}).trimEnd().split('\n')) expect(line).toMatch(/^::(?:error|warning|notice) /)
        for (const line of table.write(report, { width: 60 }).split('\n')) expect(line.trim()).not.toMatch(/^::|##\[/)
        const page = html.write(report, {})
        expect(page.match(/<script/g)?.length).toBe(2)
        expect(page.match(/<\/script/g)?.length).toBe(2)
      }),
      { seed: 1, numRuns: 60 },
    )
  })
})

/** The text in every member that a scanned tree or an advisory decides. */
function poisoned(report: ScanReport, text: string): ScanReport {
  const place = { path: text, line: 1, by: 'x', kind: 'lock' } as const
  return {
    ...report,
    target: { ...report.target, name: text },
    coverage: report.coverage.map((one) => ({ ...one, path: text, formatVersion: text, unknown: [text] })),
    components: report.components.map((one) => ({ ...one, name: text, version: text, licenses: [text], evidence: [place] })),
    findings: report.findings.map((one) => ({
      ...one,
      advisory: { ...one.advisory, id: text, aliases: [text], summary: text, published: text, cwes: [text] },
      component: text,
      match: { ...one.match, text },
      fixedVersions: [text],
      upgrade: one.upgrade === null ? null : text,
      paths: [[text, text]],
      locations: [place],
      stateReason: one.stateReason && { ...one.stateReason, statement: text, author: text, source: text, justification: text },
    })),
    problems: report.problems.map((one) => ({ ...one, path: text, detail: text, hint: text })),
    verdict: { ...report.verdict, reasons: [text] },
  }
}

describe('table', () => {
  it.each([40, 60, 80, 100, 140])('has no line wider than %i columns', (width) => {
    for (const line of table.write(SAMPLE_REPORT, { width }).split('\n')) expect(line.length).toBeLessThanOrEqual(width)
  })

  it('lists the first problems only', () => {
    const text = table.write(
      { ...SAMPLE_REPORT, problems: Array.from({ length: 100 }, () => SAMPLE_REPORT.problems[0]).filter((one) => one !== undefined) },
      {},
    )
    expect(text.match(/lockfileVersion 99/g)?.length).toBe(40)
    expect(text).toContain('and 60 more in the other formats')
  })

  it('says that the starter set is no pass, and ends with the next step', () => {
    const text = table.write({ ...EMPTY, verdict: { outcome: 'unknown', exitCode: 3, reasons: ['only the starter set'] } }, {})
    expect(text).toContain('only the built-in starter set')
    expect(text.trimEnd().split('\n').at(-1)).toBe('next: run cupel db sync to get all advisories, then scan again')
  })
})

describe('html', () => {
  it('asks nobody for anything', () => {
    const page = html.write(SAMPLE_REPORT, {})
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/)
    expect(page).not.toMatch(/\s(?:src|href)="(?!#)/)
    expect(page).not.toMatch(/url\(|@import|\son[a-z]+=/)
  })

  it('carries the whole result as JSON', () => {
    const island = /<script type="application\/json" id="report-data">([\s\S]*?)<\/script>/.exec(html.write(SAMPLE_REPORT, {}))?.[1] ?? ''
    expect(JSON.parse(island)).toEqual(JSON.parse(JSON.stringify(SAMPLE_REPORT)))
  })
})

describe('sarif', () => {
  it('suppresses what a statement closed, with its words and place, and nothing else', () => {
    const { runs } = JSON.parse(sarif.write(SAMPLE_REPORT, {})) as { runs: [{ results: { suppressions: { justification: string }[] }[] }] }
    expect(runs[0].results.map((one) => one.suppressions.length)).toEqual([0, 0, 0, 1, 1])
    expect(runs[0].results[3]?.suppressions[0]?.justification).toBe(
      '“Only used for <checksums>”, team-shop until 2030-01-01 (waiver, cupel.toml:4)',
    )
  })

  it('percent-encodes names and says that an incomplete run did not succeed', () => {
    const text = sarif.write({ ...SAMPLE_REPORT, verdict: { outcome: 'unknown', exitCode: 3, reasons: [] } }, {})
    expect(text).toContain('"uri": "tools/%C3%BC%20b%231/yarn.lock"')
    expect(text).toContain('"executionSuccessful": false')
  })
})

describe('nothing found by the starter set', () => {
  const reason = 'only the built-in starter set was asked'
  const report: ScanReport = {
    ...SAMPLE_REPORT,
    findings: [],
    problems: [],
    index: { ...SAMPLE_REPORT.index, kind: 'starter' },
    verdict: { outcome: 'unknown', exitCode: 3, reasons: [reason] },
  }
  it.each(Object.entries({ cyclonedx, github, html, json, junit, markdown, sarif, table }))('%s says so', (_, format) => {
    expect(format.write(report, { width: 120 })).toContain(reason)
  })

  it('no consumer takes it for a pass', () => {
    expect(junit.write(report, {})).toContain('errors="1"')
    expect(sarif.write(report, {})).toContain('"executionSuccessful": false')
    expect(github.write(report, {})).toMatch(/^::error/m)
  })
})

it('JSON gives each component, finding and problem a line of its own', () => {
  const lines = json.write(SAMPLE_REPORT, {}).split('\n')
  for (const one of [...SAMPLE_REPORT.components, ...SAMPLE_REPORT.findings, ...SAMPLE_REPORT.problems])
    expect(lines.some((line) => line.startsWith('{"') && isDeepStrictEqual(JSON.parse(line.replace(/,$/, '')), one))).toBe(true)
})

import { describe, expect, it } from 'vitest'
import type { AssessmentReport } from '@cupel/model'
import { displayWidth } from '../text/display-width.ts'
import { assessmentHtml } from './assessment-html.ts'
import { assessmentJson } from './assessment-json.ts'
import { assessmentText } from './assessment-text.ts'
import { badgeSvg } from './badge-svg.ts'
import { compareAssessments } from './compare-assessments.ts'
import { comparisonJson } from './comparison-json.ts'
import { comparisonMarkdown } from './comparison-markdown.ts'
import { comparisonText } from './comparison-text.ts'
import { nextSteps } from './next-steps.ts'
import { portfolioHtml } from './portfolio-html.ts'
import { portfolioRow, portfolioSummary } from './portfolio-summary.ts'
import { portfolioText } from './portfolio-text.ts'
import { SAMPLE_ASSESSMENT as SAMPLE } from './sample-assessment.ts'
import { unseenByRemedy } from './unseen.ts'

// oxlint-disable-next-line no-control-regex -- exactly these must not come out
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/
const EMPTY: AssessmentReport = {
  ...SAMPLE,
  score: -1,
  checks: [],
  standards: [],
  slsa: [],
  claims: [],
  criticality: [],
  memorySafety: null,
  forge: null,
  problems: [],
  summary: { scored: 0, byClone: 0, inconclusive: 0, partlySeen: 0, contradictedClaims: 0 },
}

describe('text', () => {
  it('says everything that matters', () => {
    const text = assessmentText(SAMPLE, {})
    for (const said of [
      'Score 4.2 of 10',
      '1 by the clone alone',
      'Branch-Protection',
      '→ run with a token of the forge',
      'SLSA build: level 1 shown, level 3 claimed',
      'README.md:3  the licence is Apache-2.0',
      '(LICENSE:1)',
      '10.0 % of 1,000 lines',
      '33 %  Level 1',
      '1 answer against the evidence',
      'this is no YAML',
      '1. Write `permissions: {}` at the top',
    ])
      expect(text).toContain(said)
    expect(text).not.toMatch(RAW)
    expect(text).not.toMatch(/^\s*::/m)
  })

  it.each([40, 60, 80, 120])('fits %i columns, in ASCII too', (width) => {
    for (const unicode of [true, false]) {
      const text = assessmentText({ ...SAMPLE, checks: SAMPLE.checks.filter(({ id }) => id !== 'Pinned-Dependencies') }, { width, unicode })
      for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width)
      if (!unicode) expect(text).toMatch(/^[\n\x20-\x7e]*$/)
    }
  })

  it('has colours only when asked', () => {
    expect(assessmentText(SAMPLE, { colour: true })).toContain('\u001b[1;31m')
    expect(assessmentText(EMPTY, {})).toContain('No score')
  })
})

describe('what to do', () => {
  it('puts the most lost points for the least effort first', () => {
    expect(nextSteps(SAMPLE).map(({ helps, remedy }) => [helps, remedy.text])).toEqual([
      ['Token-Permissions', 'Write `permissions: {}` at the top'],
      ['Pinned-Dependencies', 'Fix the action by its commit'],
      ['Pinned-Dependencies', 'Fix the image by its digest'],
      ['OSPS Baseline OSPS-2', 'Require two factors'],
    ])
    expect(nextSteps(SAMPLE, 1)).toHaveLength(1)
  })

  it('groups what could not be seen by what would show it', () => {
    expect(unseenByRemedy(SAMPLE).map(({ remedy, checks }) => [remedy, checks])).toEqual([
      ['run with a token of the forge', ['Branch-Protection']],
      ['use a token of an administrator', ['Token-Permissions']],
    ])
  })
})

describe('html', () => {
  it('is one page that asks nobody, with no markup of the input', () => {
    const page = assessmentHtml(SAMPLE, { earlier: [{ ...SAMPLE, asOf: '2025-01-01T00:00:00Z', score: 3 }] })
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<b>some|<i>\.yml|href="javascript|https?:\/\/[^"<]*\.(?:js|css|woff)/)
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page).not.toMatch(RAW)
    expect(page).toContain('Score from 3.0 to 4.2')
    const island = /<script type="application\/json" id="report-data">(.*)<\/script>/.exec(page)?.[1] ?? ''
    expect(JSON.parse(island)).toEqual(SAMPLE)
  })

  it('has every id once and a name for every picture', () => {
    const page = assessmentHtml(SAMPLE)
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [meter] of page.matchAll(/<meter [^>]*>/g)) expect(meter).toContain('aria-label')
    for (const [, id] of page.matchAll(/aria-labelledby="([^"]*)"/g)) expect(ids).toContain(id)
    expect(page).not.toContain('id="trend"')
    expect(assessmentHtml(EMPTY)).toContain('<p class="score">?</p>')
  })
})

it('the badge says the score to everybody', () => {
  expect(badgeSvg({ score: 4.2 })).toContain('<title>cupel assessment: 4.2 of 10</title>')
  expect(badgeSvg({ score: -1 })).toContain('no score')
  expect(new Set([9, 6, 1, -1].map((score) => /fill="(#\w{6})"\/><\/g>/.exec(badgeSvg({ score }))?.[1])).size).toBe(4)
})

it('JSON keeps the value and no raw control characters', () => {
  const json = assessmentJson(SAMPLE)
  expect(JSON.parse(json)).toEqual(SAMPLE)
  expect(json).not.toMatch(RAW)
})

describe('comparison', () => {
  const [branch, licence, pinned, token] = SAMPLE.checks
  if (branch === undefined || licence === undefined || pinned === undefined || token === undefined) throw new Error('sample')
  const after: AssessmentReport = {
    ...SAMPLE,
    score: 6,
    checks: [
      { ...branch, score: 8 },
      { ...licence, score: 9, reason: 'it is two' },
      { ...pinned, score: -1 },
      { ...token, score: 10 },
    ],
    standards: SAMPLE.standards.map((standard) => ({
      ...standard,
      requirements: standard.requirements.map((one) => ({ ...one, status: one.id === 'OSPS-1' ? ('unmet' as const) : ('met' as const) })),
    })),
    claims: SAMPLE.claims.map((claim) => ({ ...claim, verdict: claim.kind === 'tests' ? ('unproven' as const) : ('holds' as const) })),
  }
  const changes = compareAssessments(SAMPLE, after)

  it('tells better, worse, newly seen and no longer seen apart', () => {
    expect(changes.changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'worse License',
      'worse osps-baseline OSPS-1',
      'better Token-Permissions',
      'better osps-baseline OSPS-2',
      'better the licence is Apache-2.0',
      'seen Branch-Protection',
      'seen osps-baseline OSPS-3',
      'unseen Pinned-Dependencies',
      'unseen there are tests',
    ])
    expect(compareAssessments(SAMPLE, SAMPLE).changes).toEqual([])
  })

  it('is written in three forms', () => {
    const all = { projects: [changes], appeared: ['new\u001b[31m'], gone: ['old | one'] }
    expect(JSON.parse(comparisonJson(all))).toMatchObject({ schemaVersion: '1.0', projects: [{ name: 'github.com/acme/app' }] })
    expect(comparisonText(all, {})).toContain('github.com/acme/app: 4.2 → 6.0')
    expect(comparisonMarkdown(all)).toContain('| Worse | License | 10 | 9 | it is two |')
    for (const text of [comparisonJson(all), comparisonText(all, {}), comparisonMarkdown(all)]) expect(text).not.toMatch(RAW)
    expect(comparisonText(all, { unicode: false })).toMatch(/^[\n\x20-\x7e]*$/)
  })
})

describe('portfolio', () => {
  const failed = {
    ...portfolioRow('gone', '', EMPTY),
    outcome: 'failed' as const,
    name: 'gone',
    error: 'cannot <b>open</b>\u001b[31m',
  }
  const rows = [portfolioRow('b', 'projects/b.json', { ...SAMPLE, score: 10 }), failed, portfolioRow('a', 'projects/a.json', SAMPLE)]
  const summary = portfolioSummary(rows, '1.0.0')

  it('counts, and puts the worst first', () => {
    expect(summary).toMatchObject({ projects: 3, assessed: 2, failed: 1, unscored: 0, incomplete: 2, mean: 7.1, median: 7.1 })
    expect(summary.distribution).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
    expect(summary.rows.map(({ target }) => target)).toEqual(['a', 'b', 'gone'])
    expect(summary.checks[0]).toEqual({ id: 'Token-Permissions', scored: 2, mean: 0 })
    expect(portfolioSummary([...rows].reverse(), '1.0.0')).toEqual(summary)
  })

  it('is shown without markup or control characters of the input', () => {
    for (const text of [portfolioHtml(summary), portfolioText(summary, {})]) expect(text).not.toMatch(RAW)
    expect(portfolioHtml(summary)).not.toContain('<b>open')
    expect(portfolioText(summary, { unicode: false })).toMatch(/^[\n\x20-\x7e]*$/)
    expect(portfolioHtml(portfolioSummary([], '1'))).toContain('0 projects')
  })
})

import { describe, expect, it } from 'vitest'
import { factsOf } from '../documents/facts-of.ts'
import type { ProbeFinding } from '../probe.ts'
import type { Catalogue } from './catalogue.ts'
import { judgeStandard } from './judge-standard.ts'
import { standardProgress } from './level-progress.ts'
import { checkedCatalogue, readCatalogue } from './read-catalogue.ts'
import { slsaLevels } from './slsa-levels.ts'
import { STANDARDS } from './standards.ts'

const SOURCE = { repository: 'example', commit: '1', licence: 'CC0-1.0', note: 'made up' }

/** A standard nobody has heard of: data only. */
const TOY: Catalogue = {
  id: 'toy',
  title: 'Toy',
  version: '1',
  source: SOURCE,
  levels: [
    { id: 'low', title: 'Low' },
    { id: 'high', title: 'High' },
  ],
  requirements: [
    {
      id: 'T-1',
      title: 'tests',
      group: 'G',
      levels: ['low'],
      category: 'MUST',
      met: 'hasTests',
      unmet: 'not hasTests',
      confidence: 'high',
    },
    {
      id: 'T-2',
      title: 'licence',
      group: 'G',
      levels: ['low'],
      category: 'MUST',
      met: { any: ['some a', { all: ['b', 'not c'] }] },
      metUrl: true,
    },
    { id: 'T-3', title: 'crypto', group: 'G', levels: ['low'], category: 'SHOULD', naAllowed: true, na: 'crypto n/a' },
    { id: 'T-4', title: 'low first', group: 'G', levels: ['high'], category: 'MUST', met: 'level low', confidence: 'high' },
    { id: 'T-5', title: 'asked', group: 'G', levels: ['high'], category: 'SUGGESTED' },
  ],
}

function finding(outcome: ProbeFinding['outcome'], what: 'permission' | 'declaration' = 'permission'): ProbeFinding {
  const missing = { what, detail: 'the setting', remedy: 'use a token' } as const
  return { outcome, message: `It is ${outcome}`, places: [{ path: 'README.md', line: 3 }], ...(outcome === 'unknown' ? { missing } : {}) }
}

function judge(
  findings: Readonly<Record<string, readonly ProbeFinding[]>>,
  answers: Readonly<Record<string, readonly ['Met' | 'Unmet' | 'N/A', string]>> = {},
) {
  const results = judgeStandard(TOY, new Map(Object.entries(findings)), {
    linkOf: ({ path, line }) => `https://host.example/o/n/blob/1/${path}#L${line}`,
    answers: new Map(
      Object.entries(answers).map(([field, [status, justification]]) => [field, { status, justification, source: 'answers' }]),
    ),
  })
  return {
    results,
    states: results.map(({ requirement, status, basis }) => `${requirement.id} ${status} ${basis}`),
    progress: standardProgress(TOY, results),
  }
}

describe('judgeStandard', () => {
  it('judges a standard that is only data', () => {
    const { states, progress, results } = judge(
      { hasTests: [finding('true')], a: [finding('false'), finding('true')], crypto: [finding('not-applicable')] },
      { 't-5': ['Unmet', ''] },
    )
    expect(states).toEqual(['T-1 met evidence', 'T-2 met evidence', 'T-3 n/a evidence', 'T-4 met evidence', 'T-5 unmet answer'])
    expect(progress).toMatchObject({ reached: 'high', tiered: 200 })
    expect(results[1]?.justification).toBe('It is true: https://host.example/o/n/blob/1/README.md#L3')
  })

  it('keeps unknown, question and unmet apart', () => {
    const { states, progress } = judge({
      hasTests: [finding('false')],
      a: [finding('unknown')],
      b: [finding('true')],
      c: [finding('unknown')],
      crypto: [finding('true')],
    })
    expect(states).toEqual(
      ['T-1 unmet evidence', 'T-2 unknown none', 'T-3 question none', 'T-4 unmet none', 'T-5 question none'].map((one) =>
        one.startsWith('T-4') ? 'T-4 question none' : one,
      ),
    )
    expect(progress).toMatchObject({ reached: null, tiered: 0 })
  })

  it('asks people what only they can say, never guesses', () => {
    const open = finding('unknown', 'declaration')
    expect(judge({ hasTests: [open], a: [open], b: [open], c: [open] }).states.slice(0, 2)).toEqual([
      'T-1 question none',
      'T-2 question none',
    ])
    expect(judge({}).states.slice(0, 2)).toEqual(['T-1 unknown none', 'T-2 unknown none'])
  })

  it('tells contradictions; sure evidence stands, other evidence gives way', () => {
    const { results } = judge({ hasTests: [finding('false')], a: [finding('true')] }, { 't-1': ['Met', 'x'], 't-2': ['Unmet', ''] })
    expect(results.slice(0, 2).map(({ status, basis, contradicted }) => [status, basis, contradicted])).toEqual([
      ['unmet', 'evidence', true],
      ['unmet', 'answer', true],
    ])
  })

  it('wants an address where one is asked, and takes no N/A where none is allowed', () => {
    const { progress, states } = judge(
      { hasTests: [finding('true')] },
      { 't-2': ['Met', 'no address'], 't-3': ['N/A', ''], 't-1': ['N/A', ''] },
    )
    expect(states[0]).toBe('T-1 met evidence')
    expect(progress.levels[0]).toMatchObject({ enough: 2, total: 3, percent: 67 })
  })
})

describe('standardProgress', () => {
  it('says 100 only when nothing is open', () => {
    const requirements = Array.from({ length: 300 }, (_, at) => ({
      id: `R${at}`,
      title: 't',
      group: 'G',
      levels: ['low'],
      category: 'MUST' as const,
      met: at === 0 ? 'no' : 'yes',
    }))
    const catalogue = { ...TOY, requirements }
    const results = judgeStandard(catalogue, new Map([['yes', [finding('true')]]]))
    expect(standardProgress(catalogue, results).levels[0]).toMatchObject({ enough: 299, percent: 99 })
  })
})

describe('readCatalogue', () => {
  it('reads what it is', () => {
    expect(readCatalogue(JSON.stringify(TOY)).requirements).toHaveLength(5)
  })

  it.each([
    ['not JSON', '{', 'not valid JSON'],
    ['nothing', '{}', 'has no «id»'],
    [
      'an unknown level',
      JSON.stringify({ ...TOY, requirements: [{ ...TOY.requirements[0], levels: ['x'] }] }),
      'a level that the catalogue does not have',
    ],
    ['an empty title', JSON.stringify({ ...TOY, requirements: [{ ...TOY.requirements[0], title: '' }] }), 'requirement T-1 has no title'],
    [
      'a rule nobody understands',
      JSON.stringify({ ...TOY, requirements: [{ ...TOY.requirements[0], met: 'a or b' }] }),
      'a term that is not understood',
    ],
    ['twice the same', JSON.stringify({ ...TOY, requirements: [TOY.requirements[0], TOY.requirements[0]] }), 'stands twice'],
    ['nesting', `${'['.repeat(10_000)}`, 'nested deeper'],
  ])('refuses %s', (_, text, message) => {
    expect(() => readCatalogue(text)).toThrow(message)
  })

  it('stops at deep rules', () => {
    let rule: unknown = 'a'
    for (let depth = 0; depth < 1_000; depth++) rule = { all: [rule] }
    expect(() => checkedCatalogue({ ...TOY, requirements: [{ ...TOY.requirements[0], met: rule }] })).toThrow('nested too deep')
  })
})

describe('slsaLevels', () => {
  it('keeps what is claimed and what is shown apart; an answer shows nothing', async () => {
    const catalogue = await STANDARDS.find(({ id }) => id === 'slsa')?.load()
    if (catalogue === undefined) throw new Error('no catalogue')
    const facts = factsOf({ 'README.md': 'Releases meet SLSA level 3.' })
    const shown = new Map([
      ['usesDistributedVersionControl', [finding('true')]],
      ['releasesHaveProvenance', [finding('true')]],
      ['hasBuildSystem', [finding('true')]],
    ])
    const answers = new Map([['build-hosted-signed', { status: 'Met' as const, justification: 'really', source: 'f' }]])
    expect(
      slsaLevels(facts, judgeStandard(catalogue, shown, { answers })).map(({ track, claimed, shown: level, open }) => [
        track,
        claimed?.level,
        level,
        open.map(({ requirement }) => requirement.id),
      ]),
    ).toEqual([
      ['build', 3, 1, ['build-hosted-signed']],
      ['source', undefined, 1, ['source-history', 'source-provenance']],
    ])
  })
})

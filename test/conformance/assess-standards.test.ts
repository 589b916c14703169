import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, readYaml } from '@cupel/formats'
import { describe, expect, it } from 'vitest'
import { STANDARDS, answerRules, insightsRules, judgeStandard, readAnswers, readSecurityInsights, standardProgress } from '@cupel/assess'
import { sharedPath } from '../shared.ts'

const badge = sharedPath('assessment/badge/criteria.yml')
const insights = sharedPath('assessment/security-insights/template-full.yml')

const COUNTS = {
  'best-practices': 145,
  'osps-baseline': 64,
  s2c2f: 25,
  slsa: 9,
  'concise-developing': 29,
  'concise-evaluating': 36,
  'npm-guide': 25,
}

describe('catalogues', () => {
  it('have every requirement, and rules that name probes which exist', async () => {
    const folder = join(import.meta.dirname, '..', '..', 'packages', 'assess', 'src', 'probes')
    const ids = new Set(
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => /\bid: '(\w+)'/.exec(readFileSync(join(folder, name), 'utf8'))?.[1]),
    )
    const counts: Record<string, number> = {}
    const unknown = new Set<string>()
    for (const standard of STANDARDS) {
      const { requirements } = await standard.load()
      counts[standard.id] = requirements.length
      for (const word of JSON.stringify(requirements.map(({ met, unmet, na }) => [met, unmet, na])).matchAll(
        /"(?:some )?(?:not )?([a-zA-Z]\w+)(?: n\/a)?"/g,
      )) {
        const [, probe = ''] = word
        if (!['all', 'any'].includes(probe) && !ids.has(probe)) unknown.add(probe)
      }
    }
    console.log('requirements', counts, 'probes named but not there', [...unknown])
    expect(counts).toEqual(COUNTS)
    expect([...unknown]).toEqual([])
  })

  it.skipIf(badge === null)('agree with the third-party ids, levels and flags', async () => {
    const third = readFileSync(badge ?? '', 'utf8')
    const ids = [...third.matchAll(/^ {6}- (\w+):/gm)].map(([, id]) => id)
    const catalogue = await STANDARDS[0]?.load()
    console.log('badge criteria', ids.length)
    expect(catalogue?.requirements.map(({ id }) => id)).toEqual(ids)
    const passing = catalogue?.requirements.filter(({ levels }) => levels.includes('passing')) ?? []
    const count = (category: string): number => passing.filter((one) => one.category === category).length
    expect([count('MUST'), count('SHOULD'), count('SUGGESTED')]).toEqual([43, 10, 14])
    const text = (path: string): unknown => readYaml(readFileSync(sharedPath(path) ?? '', 'utf8'))[0]
    const baseline = Object.entries(text('assessment/badge/baseline_criteria.yml') as Record<string, unknown>).filter(([level]) =>
      level.startsWith('baseline'),
    )
    const osps = (await STANDARDS[1]?.load())?.requirements ?? []
    const theirs = baseline.flatMap(([level, groups]) =>
      [...JSON.stringify(groups).matchAll(/"original_id":"([^"]+)"/g)].map(([, id]) => `${level.slice(9)} ${id}`),
    )
    expect(osps.map(({ id, levels }) => `${levels[0]} ${id}`)).toEqual(theirs)
    expect([1, 2, 3].map((level) => osps.filter(({ levels }) => levels[0] === String(level)).length)).toEqual([24, 19, 21])
    const s2c2f = readJson(readFileSync(sharedPath('assessment/s2c2f/requirements.json') ?? '', 'utf8')) as {
      requirements: { id: string; level: number }[]
    }
    expect((await STANDARDS[2]?.load())?.requirements.map(({ id, levels }) => `${levels[0]} ${id}`)).toEqual(
      s2c2f.requirements.map(({ id, level }) => `${level} ${id}`),
    )
  })

  it.skipIf(badge === null)('reach each level of the badge when everything is answered, and no higher', async () => {
    const catalogue = await STANDARDS[0]?.load()
    if (catalogue === undefined) throw new Error('no catalogue')
    const answered = (levels: readonly string[]): number => {
      const fields = catalogue.requirements
        .filter(({ levels: own, id }) => own.some((one) => levels.includes(one)) && !id.startsWith('achieve_'))
        .map(({ id }) => id)
      const file = JSON.stringify(
        Object.fromEntries(
          fields.flatMap((id) => [
            [`${id}_status`, 'Met'],
            [`${id}_justification`, 'See https://host.example/x'],
          ]),
        ),
      )
      return standardProgress(catalogue, judgeStandard(catalogue, new Map(), { answers: readAnswers(file, '.bestpractices.json').answers }))
        .tiered
    }
    expect(answered(['passing', 'silver', 'gold'])).toBe(300)
    expect(answered(['passing', 'silver'])).toBeGreaterThanOrEqual(200)
    expect(answered(['passing', 'silver'])).toBeLessThan(300)
    expect(answered(['passing'])).toBeLessThan(200)
    expect(answered([])).toBe(0)
  })

  it('have the ready maps', async () => {
    expect([(await answerRules()).length, (await insightsRules()).length]).toEqual([112, 48])
  })
})

describe.skipIf(insights === null)('SECURITY-INSIGHTS templates', () => {
  it('are read without a fault, or with the ones that they have', () => {
    const faults: Record<string, string[]> = {}
    for (const name of ['full', 'minimum', 'multi-repository-project', 'multi-repository-project-reuse']) {
      const path = sharedPath(`assessment/security-insights/template-${name}.yml`) ?? ''
      faults[name] = readSecurityInsights(readFileSync(path, 'utf8'), `template-${name}.yml`).problems.map(
        ({ line, detail }) => `${line} ${detail}`,
      )
    }
    console.log('SECURITY-INSIGHTS templates', faults)
    expect(Object.values(faults).flat()).toEqual([])
  })
})

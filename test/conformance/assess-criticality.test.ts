import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { criticalityScore, rankDependence, readDebianIndex } from '@cupel/assess'
import type { CriticalitySignals } from '@cupel/assess'
import { sharedPath } from '../shared.ts'

const sample = sharedPath('assessment/criticality/scorer_sample_2022-11-28.csv')

const COLUMNS: readonly (readonly [string, keyof CriticalitySignals])[] = [
  ['legacy.created_since', 'createdSince'],
  ['legacy.updated_since', 'updatedSince'],
  ['legacy.contributor_count', 'contributorCount'],
  ['legacy.org_count', 'orgCount'],
  ['legacy.commit_frequency', 'commitFrequency'],
  ['legacy.recent_release_count', 'recentReleaseCount'],
  ['legacy.updated_issues_count', 'updatedIssuesCount'],
  ['legacy.closed_issues_count', 'closedIssuesCount'],
  ['legacy.issue_comment_frequency', 'issueCommentFrequency'],
  ['legacy.github_mention_count', 'mentionCount'],
  ['depsdev.dependent_count', 'dependentCount'],
]

describe.skipIf(sample === null)('criticality score', () => {
  it('equals every published row', () => {
    const [head = '', ...rows] = readFileSync(sample ?? '', 'utf8')
      .trim()
      .split('\n')
    const names = head.split(',')
    let equal = 0
    for (const row of rows) {
      const cells = row.split(',')
      const signals = Object.fromEntries(
        COLUMNS.flatMap(([column, signal]) => {
          const cell = cells[names.indexOf(column)] ?? ''
          return cell === '' ? [] : [[signal, Number(cell)]]
        }),
      )
      const published = cells[names.indexOf('default_score')]
      if (
        criticalityScore(signals, 'current-dependents').score.toFixed(5) === published &&
        criticalityScore(signals, 'current').score.toFixed(5) === published
      )
        equal++
    }
    console.log('criticality rows equal', equal, 'of', rows.length)
    expect([equal, rows.length]).toEqual([19, 19])
  })
})

describe('rank by dependence', () => {
  it('finds a quiet library under everything in an index of 60,000 packages, exactly', () => {
    // One tool that everything needs rests on `quiet`, which hardly anyone names.
    const lines = ['Package: quiet\n', 'Package: tool\nPre-Depends: quiet (>= 1) | other\n', 'Package: base\nDepends: tool, quiet\n']
    for (let at = 0; at < 60_000; at++) {
      const needs = at < 100 ? 'base' : `p${at - 100}, p${(at * 7919) % at}`
      lines.push(`Package: p${at}\nVersion: 1\nDescription: text\n continued\nDepends: ${needs}\n`)
    }
    const { corpus, problems } = readDebianIndex(lines.join('\n'), 'index')
    const ranks = rankDependence(corpus, 3)
    expect(problems).toEqual([])
    expect(ranks.map(({ name, transitive, direct }) => [name, transitive, direct])).toEqual([
      ['quiet', 60_002, 2],
      ['tool', 60_001, 1],
      ['base', 60_000, 100],
    ])
    expect(ranks[0]?.why.path.slice(-3)).toEqual(['base', 'tool', 'quiet'])
  })
})

import { describe, expect, it } from 'vitest'
import { indexReviews, reviewCoverage } from '@cupel/assess'

const FILE = `---
Publication-State: Active
Access: Public
Reviewers:
- Organization: Auditors
  Associated-With-Project: False
  Compensation-Source: External
Domain: Security
Methodology:
- Code-Review
- Fuzzing
Issues-Identified: Non-Severe
Package-URLs:
- pkg:npm/left-pad@1.3.0
- pkg:github/left/pad
Review-Date: 2025-01-02
Scope: Implementation/Full
Schema-Version: 1.0
SPDX-License-Identifier: CC-BY-4.0
---

### Summary

Two problems were found and fixed.

### Disclaimer

None.

### License

CC-BY-4.0
`

describe('security reviews', () => {
  it('are read, indexed by purl and shown with their age; gaps are listed', () => {
    const index = indexReviews([['reviews/a.md', FILE]])
    expect(index.problems).toEqual([])
    const { reviewed, gaps } = reviewCoverage(
      index,
      ['pkg:npm/left-pad@1.3.0', 'pkg:npm/left-pad@1.2.0', 'pkg:npm/right-pad@1.0.0', 'nonsense'],
      '2026-01-02T00:00:00Z',
    )
    expect(reviewed.map(({ purl, matches }) => [purl, matches[0]?.about, matches[0]?.ageDays, matches[0]?.review.summary])).toEqual([
      ['pkg:npm/left-pad@1.2.0', 'package', 365, 'Two problems were found and fixed.'],
      ['pkg:npm/left-pad@1.3.0', 'version', 365, 'Two problems were found and fixed.'],
    ])
    expect(gaps).toEqual(['nonsense', 'pkg:npm/right-pad@1.0.0'])
  })

  it.each([
    ['no front matter', 'text', '1 the file has no front matter'],
    ['broken YAML', '---\na: [\n---\n', 'the front matter is not valid YAML'],
    ['a missing field', FILE.replace('Scope: Implementation/Full\n', ''), '2 the field Scope is missing'],
    ['an unknown state', FILE.replace('Active', 'Perhaps'), '2 Publication-State has a value'],
    ['a bad purl', FILE.replace('pkg:github/left/pad', 'left-pad'), '13 a package URL is not valid'],
    ['a bad date', FILE.replace('2025-01-02', '2025-13-41'), '16 Review-Date is no date'],
    ['no disclaimer', FILE.replace('### Disclaimer', '### Else'), 'the section Disclaimer is missing'],
  ])('tell %s with its line', (_, text, expected) => {
    const { problems } = indexReviews([['a.md', text]])
    expect(problems.map(({ line, detail }) => `${line} ${detail}`).join('\n')).toContain(expected)
  })

  it('leave drafts out of the coverage', () => {
    const { gaps } = reviewCoverage(
      indexReviews([['a.md', FILE.replace('Active', 'Draft')]]),
      ['pkg:npm/left-pad@1.3.0'],
      '2026-01-02T00:00:00Z',
    )
    expect(gaps).toEqual(['pkg:npm/left-pad@1.3.0'])
  })
})

import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { readDistributionName, sameDistribution } from './distribution-name.ts'

describe('readDistributionName', () => {
  it.each([
    ['Foo.Bar-1.0.tar.gz', 'sdist foo-bar 1'],
    ['foo-bar-1.0rc1.zip', 'sdist foo-bar 1rc1'],
    ['foo-01.00.0beta1.post0.tar.gz', 'sdist foo 1b1.post0'],
    ['foo-1!2.0.dev3+local.1.tar.gz', 'sdist foo 1!2.dev3+local.1'],
    ['foo-0.0.tar.gz', 'sdist foo 0'],
    ['foo-10.0.10.tar.gz', 'sdist foo 10.0.10'],
    ['foo-1.0-py3-none-any.whl', 'wheel foo 1 py3-none-any'],
    ['foo-1.0-007x-py2.py3-none-any.whl', 'wheel foo 1 7x py2-none-any py3-none-any'],
  ])('%s', (file, expected) => {
    const { kind, project, version, build, tags } = readDistributionName(file)
    expect([kind, project, version, ...(build === undefined ? [] : [build]), ...tags].join(' ')).toBe(expected)
  })

  it.each([
    ['foo.tar.gz'],
    ['-1.0.tar.gz'],
    ['foo-1.0.TAR.GZ'],
    ['foo-1.0.tar'],
    ['foo-1.0 .tar.gz'],
    ['a/foo-1.0.tar.gz'],
    ['foo-1.0-x-py3-none-any.whl'],
    ['foo-1.0-py3--any.whl'],
    ['foo-1.0-py3.-none-any.whl'],
    [`foo-1.0-${'a.'.repeat(80)}a-${'b.'.repeat(80)}b-any.whl`],
    [`${'f'.repeat(2000)}-1.0.zip`],
  ])('refuses %s', (file) => {
    expect(() => readDistributionName(file)).toThrow(Refused)
  })

  it('compares by meaning', () => {
    const same = (left: string, right: string) => sameDistribution(readDistributionName(left), readDistributionName(right))
    expect(same('A_b-1.0-py3-none-x.y.whl', 'a.B-1-py3-none-y.x.whl')).toBe(true)
    expect(same('a-1.0.tar.gz', 'a-1.0.1.tar.gz')).toBe(false)
    expect(same('a-1.0-py3-none-any.whl', 'a-1.0-1-py3-none-any.whl')).toBe(false)
  })
})

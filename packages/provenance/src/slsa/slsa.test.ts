import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { isBuilderAsked, isReleaseRef, readBuilderId } from './builder-id.ts'
import { coversLevels } from './verified-levels.ts'
import { coversTag } from './versioned-tag.ts'

describe('coversTag', () => {
  it.each([
    ['v14', 'v14.2', true],
    ['v14', 'v14.2.1', true],
    ['v14.2', 'v14.2.1', true],
    ['v14.2', 'v14.2', true],
    ['v14.0', 'v14', true],
    ['v14.2.1', 'v14.2', false],
    ['v14.2', 'v14', false],
    ['v1', 'v14', false],
    ['v14', 'v14.0.0-rc.1', false],
    ['v14.0.0-rc.1', 'v14.0.0-rc.1', true],
    ['14', 'v14', null],
    ['v14', 'release', null],
    ['v01', 'v1', null],
  ])('%s covers %s: %s', (asked, tag, expected) => {
    expect(coversTag(asked, tag)).toBe(expected)
  })
})

describe('builder ids', () => {
  it.each([
    ['https://x/b.yml', 'https://x/b.yml@refs/tags/v1.2.3', true],
    ['https://x/b.yml@v1.2.3', 'https://x/b.yml@refs/tags/v1.2.3', true],
    ['https://x/b.yml@refs/tags/v1.2.3', 'https://x/b.yml@refs/tags/v1.2.3', true],
    ['https://x/b.yml@v1.2', 'https://x/b.yml@refs/tags/v1.2.3', false],
    ['https://x/b.ym', 'https://x/b.yml@refs/tags/v1.2.3', false],
    ['https://x/B.yml', 'https://x/b.yml@refs/tags/v1.2.3', false],
    ['https://x/b.yml@main', 'https://x/b.yml@refs/heads/main', false],
  ])('%s asks for %s: %s', (asked, ran, expected) => {
    expect(isBuilderAsked(readBuilderId(ran), readBuilderId(asked))).toBe(expected)
  })

  it.each([
    ['refs/tags/v1.2.3', true],
    ['refs/tags/v1', false],
    ['refs/tags/v1.2.3-rc.1', false],
    ['refs/heads/v1.2.3', false],
    ['refs/heads/main', false],
    ['a'.repeat(40), true],
    [undefined, false],
  ])('%s is a release: %s', (ref, expected) => {
    expect(isReleaseRef(ref)).toBe(expected)
  })

  it.each([['@v1'], ['https://x@']])('refuses %s', (text) => {
    expect(() => readBuilderId(text)).toThrow(Refused)
  })
})

describe('coversLevels', () => {
  it.each<[readonly string[], readonly string[], boolean]>([
    [['SLSA_BUILD_LEVEL_3'], ['SLSA_BUILD_LEVEL_2'], true],
    [['SLSA_BUILD_LEVEL_1'], ['SLSA_BUILD_LEVEL_2'], false],
    [['SLSA_SOURCE_LEVEL_3'], ['SLSA_BUILD_LEVEL_2'], false],
    [['SLSA_BUILD_LEVEL_2', 'SLSA_BUILD_LEVEL_3'], [], false],
    [['ORG_L1'], ['ORG_L1'], true],
    [['ORG_L2'], ['ORG_L1'], false],
    [[], [], true],
  ])('%j for %j: %s', (stated, asked, covered) => {
    const run = () => coversLevels(stated, asked)
    if (covered) expect(run).not.toThrow()
    else expect(run).toThrow(Refused)
  })
})

import { describe, expect, test } from 'vitest'
import { readBadgeList } from './badge-list.ts'
import { ossFuzzRepository, readOssFuzzStatus } from './oss-fuzz-list.ts'
import { repositoryKey } from './repository-key.ts'

describe('a repository', () => {
  test.each([
    ['https://github.com/Acme/App.git', 'github.com/acme/app'],
    ['git@github.com:acme/app.git', 'github.com/acme/app'],
    ['https://user:secret@github.com/acme/app', 'github.com/acme/app'],
    ['ssh://git@gitlab.com/acme/app', 'gitlab.com/acme/app'],
    ['https://github.com/acme/app/tree/main/part', 'github.com/acme/app'],
    ['https://git.example.org/acme', null],
    ['acme/app', null],
    ['', null],
    ['https://github.com//', null],
  ])('%s is %s', (address, key) => {
    expect(repositoryKey(address)).toBe(key)
  })

  test('long text costs nothing', () => {
    expect(repositoryKey(`https://${'a'.repeat(1_000_000)}`)).toBeNull()
  })
})

describe('OSS-Fuzz', () => {
  test('its status file names repositories', () => {
    const text = JSON.stringify({ projects: [{ name: 'a', main_repo: 'https://github.com/a/a.git' }, { main_repo: null }, 7, {}] })
    expect(readOssFuzzStatus(text)).toEqual(new Set(['github.com/a/a']))
  })

  test.each(['', '{', '[]', '{"projects":{}}', '{"projects":[]}', '{"projects":[{"main_repo":7}]}'])('%s is no list of it', (text) => {
    expect(readOssFuzzStatus(text)).toBeNull()
  })

  test('its project files name theirs', () => {
    expect(ossFuzzRepository('homepage: "https://a.example"\nmain_repo: "https://github.com/A/B.git"\n')).toBe('github.com/a/b')
    expect(ossFuzzRepository("main_repo: 'https://github.com/a/b' # here\n")).toBe('github.com/a/b')
    expect(ossFuzzRepository('# main_repo: https://github.com/a/b\nlanguage: c\n')).toBeNull()
  })
})

describe('the badge site', () => {
  test('its entries state a level; the first of a repository counts', () => {
    const text = JSON.stringify([
      { repo_url: 'https://github.com/a/b', badge_level: 'silver' },
      { repo_url: 'https://github.com/A/B.git', badge_level: 'gold' },
      { repo_url: 'https://github.com/c/d', badge_level: 'in_progress' },
      { repo_url: 'https://github.com/e/f', badge_level: 'toString' },
      { repo_url: '', badge_level: 'gold' },
      null,
    ])
    expect(readBadgeList(text)).toEqual(
      new Map([
        ['github.com/a/b', 'silver'],
        ['github.com/c/d', 'in-progress'],
      ]),
    )
    expect(readBadgeList('[]')).toEqual(new Map())
  })

  test.each(['', '{}', '[7]', '[{"repo_url":"x"}]'])('%s is no list of it', (text) => {
    expect(readBadgeList(text)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/json-value.ts'
import type { AttestedBuild } from './packument-trust.ts'
import { repositoryOf } from './packument-trust.ts'
import { provenanceHistory } from './provenance-history.ts'

/** One published version: `trusted` by a CI, `attested` with a token from CI, `manual` from somebody's machine. */
interface Release {
  readonly how: 'trusted' | 'attested' | 'manual' | 'unsigned'
  readonly day: number
  readonly by?: string
  readonly email?: string
  readonly repository?: string | null
  readonly scripts?: Record<string, string>
  readonly maintainers?: readonly string[]
  readonly build?: Partial<AttestedBuild> | null
  readonly undated?: boolean
}

const REPOSITORY = 'git+https://github.com/owner/left.git'

const ATTESTATIONS = { url: 'https://registry.example/x', provenance: { predicateType: 'https://slsa.dev/provenance/v1' } }
const BUILD: AttestedBuild = {
  repository: 'https://github.com/owner/left',
  workflow: '.github/workflows/release.yml',
  builder: 'https://github.com/actions/runner/github-hosted',
  ref: 'refs/tags/v1',
}

function history(releases: Readonly<Record<string, Release>>): readonly string[] {
  const builds = new Map<string, AttestedBuild>()
  const versions: Record<string, unknown> = {}
  const time: Record<string, string> = { created: '2020-01-01T00:00:00Z' }
  for (const [version, release] of Object.entries(releases)) {
    const { how, day, by = 'alice', email = `${by}@example.org`, repository = REPOSITORY, scripts = {}, maintainers = ['alice'] } = release
    if (release.undated !== true) time[version] = new Date(Date.UTC(2025, 0, day)).toISOString()
    const attested = how === 'trusted' || how === 'attested'
    versions[version] = {
      name: 'left',
      version,
      ...(repository === null ? {} : { repository: { type: 'git', url: repository } }),
      scripts: { test: 'x', ...scripts },
      maintainers: maintainers.map((name) => ({ name, email: `${name}@example.org` })),
      _npmUser: { name: by, email, ...(how === 'trusted' ? { trustedPublisher: { id: 'github', oidcConfigId: 'x' } } : {}) },
      dist: {
        ...(how === 'unsigned' ? {} : { signatures: [{ keyid: 'k', sig: 's' }] }),
        ...(attested ? { attestations: ATTESTATIONS } : {}),
      },
    }
    if (attested && release.build !== null) builds.set(version, { ...BUILD, ...release.build })
  }
  return provenanceHistory({ name: 'left', time, versions } as unknown as JsonObject, builds).map((change) => {
    return `${change.weight} ${change.version} ${change.kind}`
  })
}

const TRUSTED: Record<string, Release> = {
  '1.0.0': { how: 'trusted', day: 1, by: 'GitHub Actions' },
  '1.1.0': { how: 'trusted', day: 30, by: 'GitHub Actions' },
}
const ATTESTED: Record<string, Release> = { '1.0.0': { how: 'attested', day: 1 }, '1.1.0': { how: 'attested', day: 30 } }
const MANUAL: Record<string, Release> = { '1.0.0': { how: 'manual', day: 1 }, '1.1.0': { how: 'manual', day: 30 } }

/** Each adds releases to a history; the last one is the takeover. Shapes of incidents that happened, and of ones that could. */
const TAKEOVERS: readonly (readonly [title: string, before: Record<string, Release>, attack: Record<string, Release>])[] = [
  ['by hand after years of CI, other e-mail', TRUSTED, { '1.1.1': { how: 'manual', day: 60, email: 'ifs@mail.example' } }],
  ['the same on an old line', { '0.9.0': { how: 'manual', day: -400 }, ...TRUSTED }, { '0.9.1': { how: 'manual', day: 60 } }],
  ['token stolen, same account', ATTESTED, { '1.1.1': { how: 'manual', day: 60 } }],
  ['token stolen, one day later', ATTESTED, { '1.1.1': { how: 'manual', day: 31 } }],
  ['token stolen from a trusted publisher, provenance kept', TRUSTED, { '1.1.1': { how: 'attested', day: 60 } }],
  ['by an account nobody knows', ATTESTED, { '1.1.1': { how: 'manual', day: 60, by: 'mallory' } }],
  ['by an account added with the release', ATTESTED, { '1.1.1': { how: 'manual', day: 60, by: 'mallory', maintainers: ['mallory'] } }],
  ['worm: install script by the same account', ATTESTED, { '1.1.1': { how: 'manual', day: 60, scripts: { postinstall: 'node b.js' } } }],
  ['install script by a new account', MANUAL, { '1.1.1': { how: 'manual', day: 60, by: 'mallory', scripts: { preinstall: 'x' } } }],
  ['install script and new e-mail', MANUAL, { '1.1.1': { how: 'manual', day: 60, email: 'a@mail.example', scripts: { install: 'x' } } }],
  [
    'install script and new repository',
    MANUAL,
    { '1.1.1': { how: 'manual', day: 60, repository: 'mallory/left', scripts: { install: 'x' } } },
  ],
  [
    'new account and new repository',
    MANUAL,
    { '1.1.1': { how: 'manual', day: 60, by: 'mallory', maintainers: ['mallory'], repository: 'mallory/left' } },
  ],
  [
    'new account, repository left out',
    MANUAL,
    { '1.1.1': { how: 'manual', day: 60, by: 'mallory', maintainers: ['mallory'], repository: null } },
  ],
  ['registry signature stripped', MANUAL, { '1.1.1': { how: 'unsigned', day: 60 } }],
  ['attested from a fork', ATTESTED, { '1.1.1': { how: 'attested', day: 60, build: { repository: 'https://github.com/mallory/left' } } }],
  [
    'attested from a fork that package.json names',
    ATTESTED,
    { '1.1.1': { how: 'attested', day: 60, repository: 'mallory/left', build: { repository: 'https://github.com/mallory/left' } } },
  ],
  [
    'attested from a repository whose name begins alike',
    ATTESTED,
    { '1.1.1': { how: 'attested', day: 60, build: { repository: 'https://github.com/owner/left2' } } },
  ],
  [
    'attested from another host',
    ATTESTED,
    { '1.1.1': { how: 'attested', day: 60, build: { repository: 'https://gitlab.com/owner/left' } } },
  ],
  [
    'first attested release, but of another repository',
    MANUAL,
    { '1.1.1': { how: 'attested', day: 60, build: { repository: 'mallory/x' } } },
  ],
  ['other builder', TRUSTED, { '1.1.1': { how: 'trusted', day: 60, build: { builder: 'https://github.com/actions/runner/self-hosted' } } }],
  [
    'other workflow, from a pull request',
    TRUSTED,
    { '1.1.1': { how: 'trusted', day: 60, build: { workflow: '.github/workflows/label.yml', ref: 'refs/pull/7/merge' } } },
  ],
  [
    'other workflow, from a branch',
    TRUSTED,
    { '1.1.1': { how: 'trusted', day: 60, build: { workflow: '.github/workflows/x.yml', ref: 'refs/heads/main' } } },
  ],
  ['publish time left out', ATTESTED, { '1.1.1': { how: 'attested', day: 60, undated: true } }],
  ['publish time left out and by hand', ATTESTED, { '1.1.1': { how: 'manual', day: 60, undated: true } }],
  [
    'second of two in a row',
    { ...TRUSTED, '1.1.1': { how: 'manual', day: 60, by: 'mallory' } },
    { '1.1.2': { how: 'manual', day: 61, by: 'mallory' } },
  ],
  [
    'waited two months after the first',
    { ...TRUSTED, '1.1.1': { how: 'manual', day: 60, by: 'mallory' } },
    { '1.1.2': { how: 'manual', day: 160, by: 'mallory' } },
  ],
  ['pre-release', ATTESTED, { '2.0.0-rc.1': { how: 'manual', day: 60 } }],
  ['back-dated version number', ATTESTED, { '0.0.1': { how: 'manual', day: 60 } }],
  ['from trusted to nothing at all', TRUSTED, { '1.1.1': { how: 'unsigned', day: 60, by: 'mallory', repository: null } }],
  ['long after the last good release', ATTESTED, { '1.1.1': { how: 'manual', day: 900 } }],
]

describe('provenanceHistory', () => {
  it.each(TAKEOVERS)('alarms: %s', (_, before, attack) => {
    const version = Object.keys(attack)[0]!
    const alarms = history({ ...before, ...attack }).filter((line) => line.startsWith(`alarm ${version} `))
    expect(alarms).not.toEqual([])
  })

  it('alarms: the first release of all, attested from elsewhere than it says', () => {
    const release: Release = { how: 'attested', day: 1, build: { repository: 'https://github.com/mallory/left' } }
    expect(history({ '1.0.0': release })).toEqual(['alarm 1.0.0 attested-repository-differs'])
  })

  it('plants thirty of them', () => {
    expect(TAKEOVERS).toHaveLength(30)
  })

  it.each<[title: string, releases: Record<string, Release>, notes: readonly string[]]>([
    ['always trusted', { ...TRUSTED, '1.1.1': { how: 'trusted', day: 60, by: 'GitHub Actions' } }, []],
    ['becomes trusted', { ...MANUAL, '1.1.1': { how: 'attested', day: 60 }, '1.1.2': { how: 'trusted', day: 61 } }, []],
    ['always by hand', { ...MANUAL, '1.1.1': { how: 'manual', day: 60 } }, []],
    ['a second maintainer publishes', { ...MANUAL, '1.1.1': { how: 'manual', day: 31, by: 'bob' } }, ['note 1.1.1 publisher-new']],
    [
      'one who was listed before',
      { '1.0.0': { how: 'manual', day: 1, maintainers: ['alice', 'bob'] }, '1.1.0': { how: 'manual', day: 2, by: 'bob' } },
      [],
    ],
    [
      'gave up provenance for good: told once, then settled',
      {
        ...ATTESTED,
        '1.2.0': { how: 'manual', day: 60 },
        '1.3.0': { how: 'manual', day: 130 },
        '1.4.0': { how: 'manual', day: 160 },
      },
      ['alarm 1.2.0 provenance-lost', 'alarm 1.3.0 provenance-lost'],
    ],
    ['address written another way', { ...MANUAL, '1.1.1': { how: 'manual', day: 60, repository: 'github:Owner/left' } }, []],
    ['moved', { ...MANUAL, '1.1.1': { how: 'manual', day: 60, repository: 'neworg/left' } }, ['note 1.1.1 repository-changed']],
    [
      'install script',
      { ...MANUAL, '1.1.1': { how: 'manual', day: 60, scripts: { install: 'node-gyp' } } },
      ['note 1.1.1 install-script-new'],
    ],
    ['other workflow', { ...TRUSTED, '1.1.1': { how: 'trusted', day: 60, build: { workflow: 'p.yml' } } }, ['note 1.1.1 workflow-changed']],
  ])('stays calm: %s', (_, releases, notes) => {
    expect(history(releases)).toEqual(notes)
  })

  it.each<[JsonObject]>([[{}], [{ versions: [] }], [{ versions: { a: null, b: { dist: 1, _npmUser: 'x' } }, time: { b: 'x' } }]])(
    'takes any document: %j',
    (packument) => {
      expect(() => provenanceHistory(packument)).not.toThrow()
    },
  )
})

describe('repositoryOf', () => {
  it.each([
    ['git+https://github.com/Owner/name.git', 'github.com/owner/name'],
    ['git+ssh://git@github.com/owner/name.git#main', 'github.com/owner/name'],
    ['git@github.com:owner/name.git', 'github.com/owner/name'],
    ['https://www.github.com/owner/name/', 'github.com/owner/name'],
    ['https://github.com/owner/name/tree/main/packages/a', 'github.com/owner/name/tree/main/packages/a'],
    ['owner/name', 'github.com/owner/name'],
    ['bitbucket:owner/name', 'bitbucket.org/owner/name'],
    ['ssh://git@git.example:2222/owner/name', 'git.example/owner/name'],
  ])('%s', (written, expected) => {
    expect(repositoryOf(written)).toBe(expected)
  })
})

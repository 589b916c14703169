import { describe, expect, it } from 'vitest'
import type { FulcioIdentity } from '../sigstore/fulcio-claims.ts'
import { Refused } from '../verdict/refused.ts'
import type { PypiPublisher } from './publisher.ts'
import { readPublisher, requirePublisher } from './publisher.ts'

const COMMIT = 'a'.repeat(40)
const REPOSITORY = 'https://github.com/owner/name'
const CLAIMS = {
  sourceRepositoryUri: REPOSITORY,
  sourceRepositoryDigest: COMMIT,
  sourceRepositoryRef: 'refs/tags/v1',
  buildConfigUri: `${REPOSITORY}/.github/workflows/release.yml@refs/tags/v1`,
}
const GITHUB: PypiPublisher = { kind: 'GitHub', repository: 'owner/name', workflow: 'release.yml' }

function code(publisher: PypiPublisher, claims: object, issuer = 'https://token.actions.githubusercontent.com', san = 'x'): string {
  const identity = { san: { kind: san.includes('@') ? 'email' : 'uri', value: san }, issuer, claims } as FulcioIdentity
  try {
    requirePublisher(identity, publisher)
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'accepted'
}

const GITLAB: PypiPublisher = { kind: 'GitLab', repository: 'owner/name', workflowFilepath: '.gitlab-ci.yml' }
const GITLAB_CLAIMS = {
  sourceRepositoryUri: 'https://gitlab.com/owner/name',
  sourceRepositoryDigest: COMMIT,
  buildConfigUri: `https://gitlab.com/owner/name//.gitlab-ci.yml@${COMMIT}`,
}

describe('requirePublisher', () => {
  it.each<[string, string, string]>([
    ['at the ref', code(GITHUB, CLAIMS), 'accepted'],
    ['at the commit', code(GITHUB, { ...CLAIMS, buildConfigUri: `${REPOSITORY}/.github/workflows/release.yml@${COMMIT}` }), 'accepted'],
    [
      'at another ref',
      code(GITHUB, { ...CLAIMS, buildConfigUri: `${REPOSITORY}/.github/workflows/release.yml@refs/heads/x` }),
      'signer-mismatch',
    ],
    [
      'without commit and ref',
      code(GITHUB, { ...CLAIMS, sourceRepositoryDigest: undefined, sourceRepositoryRef: undefined }),
      'evidence-missing',
    ],
    ['other workflow', code({ ...GITHUB, workflow: 'elease.yml' }, CLAIMS), 'signer-mismatch'],
    ['other repository', code({ ...GITHUB, repository: 'owner/nam' }, CLAIMS), 'signer-mismatch'],
    ['other issuer', code(GITHUB, CLAIMS, 'https://gitlab.com'), 'signer-mismatch'],
    ['GitLab', code(GITLAB, GITLAB_CLAIMS, 'https://gitlab.com'), 'accepted'],
    ['GitLab as GitHub', code(GITHUB, GITLAB_CLAIMS, 'https://gitlab.com'), 'signer-mismatch'],
    ['Google', code({ kind: 'Google', email: 'a@b.example' }, {}, 'https://accounts.google.com', 'a@b.example'), 'accepted'],
    ['other address', code({ kind: 'Google', email: 'a@b.example' }, {}, 'https://accounts.google.com', 'A@b.example'), 'signer-mismatch'],
    ['address as URI', code({ kind: 'Google', email: 'x' }, {}, 'https://accounts.google.com', 'x'), 'signer-mismatch'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
})

describe('readPublisher', () => {
  it.each([
    [
      { kind: 'GitHub', repository: 'o/n', workflow: 'w.yml', environment: null },
      { kind: 'GitHub', repository: 'o/n', workflow: 'w.yml' },
    ],
    [
      { kind: 'GitLab', repository: 'o/n', workflow_filepath: 'c.yml', environment: 'e' },
      { kind: 'GitLab', repository: 'o/n', workflowFilepath: 'c.yml', environment: 'e' },
    ],
    [
      { kind: 'Google', email: 'a@b.example' },
      { kind: 'Google', email: 'a@b.example' },
    ],
  ])('%j', (value, expected) => {
    expect(readPublisher(value)).toEqual(expected)
  })

  it.each([[{ kind: 'ActiveState' }], [{ kind: 'GitHub' }], [null]])('refuses %j', (value) => {
    expect(() => readPublisher(value as never)).toThrow(Refused)
  })
})

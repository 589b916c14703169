import { expect, it } from 'vitest'
import { signedByProject } from './signed-by-project.ts'

const GITHUB = 'https://token.actions.githubusercontent.com'

it.each<[string, string, string | undefined, string, string]>([
  ['its own workflow', GITHUB, 'https://github.com/acme/app', 'https://github.com/acme/app', 'verified'],
  ['its own workflow, in other letters', GITHUB, 'https://github.com/Acme/App', 'https://github.com/acme/app', 'verified'],
  ['its own pipeline', 'https://gitlab.com', 'https://gitlab.com/acme/app', 'https://gitlab.com/acme/app', 'verified'],
  [
    'its own pipeline at a forge of its own',
    'https://git.example.org',
    'https://git.example.org/a/b',
    'https://git.example.org/a/b',
    'verified',
  ],
  ['a workflow of somebody else', GITHUB, 'https://github.com/eve/app', 'https://github.com/acme/app', 'refused'],
  [
    'a builder that lets its users name any repository',
    'https://ci.example.net',
    'https://github.com/acme/app',
    'https://github.com/acme/app',
    'unknown',
  ],
  ['another forge that names it', 'https://gitlab.com', 'https://github.com/acme/app', 'https://github.com/acme/app', 'unknown'],
  ['nobody', '', 'https://github.com/acme/app', 'https://github.com/acme/app', 'unknown'],
  ['a person', 'https://accounts.example.org', undefined, 'https://github.com/acme/app', 'unknown'],
  ['a workflow, for a project without address', GITHUB, 'https://github.com/acme/app', '', 'unknown'],
])('a release signed by %s', (_, issuer, repository, url, expected) => {
  const claims = repository === undefined ? {} : { repository }
  expect(signedByProject({ kind: 'certificate', identity: 'x', issuer, claims }, { url }).state).toBe(expected)
})

it('a release signed by a key that nobody published', () => {
  expect(signedByProject({ kind: 'key', key: 'x' }, { url: 'https://github.com/acme/app' }).state).toBe('unknown')
})

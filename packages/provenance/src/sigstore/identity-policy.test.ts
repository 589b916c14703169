import { describe, expect, it } from 'vitest'
import type { FulcioIdentity } from './fulcio-claims.ts'
import type { IdentityRule } from './identity-policy.ts'
import { matchIdentity } from './identity-policy.ts'
import { LinearPattern } from './linear-pattern.ts'

const ISSUER = 'https://token.example.com'
const WORKFLOW = 'https://github.com/o/r/.github/workflows/release.yml@refs/tags/v1'

const build: FulcioIdentity = {
  san: { kind: 'uri', value: WORKFLOW },
  issuer: ISSUER,
  claims: { sourceRepositoryUri: 'https://github.com/o/r', runnerEnvironment: 'github-hosted' },
}
const person: FulcioIdentity = { san: { kind: 'email', value: 'somebody@example.com' }, issuer: ISSUER, claims: {} }

describe('matchIdentity', () => {
  it.each<[string, FulcioIdentity, IdentityRule]>([
    ['SAN and issuer', build, { san: WORKFLOW, issuer: ISSUER }],
    ['a pattern', build, { san: new LinearPattern('https://github\\.com/o/r/.*@refs/tags/v\\d+'), issuer: ISSUER }],
    ['claims', build, { claims: { sourceRepositoryUri: 'https://github.com/o/r', runnerEnvironment: 'github-hosted' } }],
    ['the kind of name', person, { san: 'somebody@example.com', sanKind: 'email' }],
  ])('accepts by %s', (_, identity, rule) => {
    expect(matchIdentity(identity, [{ san: 'nobody' }, rule])).toBe(rule)
  })

  it.each<[string, FulcioIdentity, readonly IdentityRule[]]>([
    ['no rule at all', build, []],
    ['a rule that asks for nothing', build, [{}]],
    ['a rule with empty claims', build, [{ claims: {} }]],
    ['the beginning of a SAN', build, [{ san: WORKFLOW.slice(0, -1) }]],
    ['the beginning of an issuer', build, [{ san: WORKFLOW, issuer: 'https://token.example' }]],
    ['an issuer with more at its end', build, [{ san: WORKFLOW, issuer: `${ISSUER}/` }]],
    ['another case', person, [{ san: 'Somebody@example.com' }]],
    ['a pattern that covers a part', build, [{ san: new LinearPattern('github\\.com/o/r') }]],
    ['a pattern whose dot is no dot', build, [{ san: new LinearPattern('https://githubXcom/.*') }]],
    ['another kind of name', person, [{ san: 'somebody@example.com', sanKind: 'uri' }]],
    ['a claim that is not there', person, [{ san: 'somebody@example.com', claims: { sourceRepositoryUri: 'https://github.com/o/r' } }]],
    [
      'halves of two rules',
      build,
      [
        { san: WORKFLOW, issuer: 'x' },
        { san: 'x', issuer: ISSUER },
      ],
    ],
    ['no issuer in the certificate', { ...person, issuer: undefined }, [{ san: 'somebody@example.com', issuer: ISSUER }]],
  ])('refuses %s', (_, identity, rules) => {
    expect(() => matchIdentity(identity, rules)).toThrow(expect.objectContaining({ code: 'signer-mismatch' }))
  })

  it('says whom it expected and whom it found', () => {
    expect(() => matchIdentity(person, [{ san: 'boss@example.com', issuer: ISSUER }])).toThrow(
      expect.objectContaining({
        expected: `identity boss@example.com, issuer ${ISSUER}`,
        found: `email somebody@example.com, issuer ${ISSUER}`,
      }),
    )
  })
})

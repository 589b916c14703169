import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Trace } from '@cupel/provenance'
import type { ProvenanceEvidence } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { buildClaims, statedBuild } from '../build-claims.ts'
import { folderDocuments } from './folder-documents.ts'
import { verifyNpm } from './verify-npm.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const REGISTRY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const SPKI = REGISTRY.publicKey.export({ type: 'spki', format: 'der' })
const KEY_ID = `SHA256:${createHash('sha256').update(SPKI).digest('base64')}`
const INTEGRITY = `sha512-${createHash('sha512').update('the package').digest('base64')}`
const OTHER = `sha512-${createHash('sha512').update('another package').digest('base64')}`
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

interface Case {
  /** The entry of the lock file. */
  readonly lock: object
  readonly place?: string
  readonly documentName?: string
  readonly dist?: object
}

/** Exit code of a project with one package, which the registry has signed with `INTEGRITY`. */
async function exitCode({ lock, place = 'node_modules/left', documentName = 'left', dist = {} }: Case): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-npm-'))
  folders.push(folder)
  const json = (file: string, value: unknown): void => {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), JSON.stringify(value))
  }
  const at = place.slice('node_modules/'.length)
  const dependencies = { [at]: at === 'left' ? '1.0.0' : 'npm:left@1.0.0' }
  json('project/package.json', { name: 'app', version: '1.0.0', dependencies })
  json('project/package-lock.json', {
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'app', version: '1.0.0', dependencies }, [place]: { version: '1.0.0', ...lock } },
  })
  const signature = sign('sha256', Buffer.from(`${documentName}@1.0.0:${INTEGRITY}`), REGISTRY.privateKey).toString('base64')
  json('evidence/left.json', {
    name: documentName,
    time: { '1.0.0': '2025-01-01T00:00:00Z' },
    versions: {
      '1.0.0': {
        name: documentName,
        version: '1.0.0',
        dist: { integrity: INTEGRITY, signatures: [{ keyid: KEY_ID, sig: signature }], ...dist },
      },
    },
  })
  json('keys.json', {
    keys: [{ keyid: KEY_ID, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key: SPKI.toString('base64'), expires: null }],
  })
  const documents = folderDocuments('evidence', folder)
  const { verdict } = await verifyNpm({ target: join(folder, 'project'), documents, keys: 'keys.json', trust: {}, cwd: folder, now: NOW })
  return verdict.exitCode
}

const RESOLVED = 'https://registry.example/left/-/left-1.0.0.tgz'

describe('what the lock file pins', () => {
  it.each<[string, Case, number]>([
    ['the bytes that were published', { lock: { resolved: RESOLVED, integrity: INTEGRITY } }, 0],
    ['other bytes', { lock: { resolved: RESOLVED, integrity: OTHER } }, 5],
    ['nothing', { lock: { resolved: RESOLVED } }, 3],
    ['nothing, from elsewhere', { lock: { resolved: 'https://evil.example/left-1.0.0.tgz' } }, 3],
    ['SHA-1 alone', { lock: { resolved: RESOLVED, integrity: `sha1-${Buffer.alloc(20).toString('base64')}` } }, 3],
    ['a commit', { lock: { resolved: `git+ssh://git@github.com/evil/left.git#${'a'.repeat(40)}` } }, 3],
    ['other bytes under an alias', { lock: { name: 'left', resolved: RESOLVED, integrity: OTHER }, place: 'node_modules/right' }, 5],
    ['the bytes under an alias', { lock: { name: 'left', resolved: RESOLVED, integrity: INTEGRITY }, place: 'node_modules/right' }, 0],
    ['a document about another package', { lock: { resolved: RESOLVED, integrity: INTEGRITY }, documentName: 'Left' }, 5],
    ['attestations that are not there', { lock: { resolved: RESOLVED, integrity: INTEGRITY }, dist: { attestations: null } }, 3],
  ])('%s', async (_, given, expected) => {
    expect(await exitCode(given)).toBe(expected)
  })
})

const REPOSITORY = 'https://github.com/acme/left'

/** Provenance as the npm command line writes it, already verified; nobody has to know its builder. */
function provenance(builder: string, over: Partial<Record<string, string>> = {}): ProvenanceEvidence {
  const claims = { repository: REPOSITORY, ref: 'refs/tags/v1.0.0', commit: 'a'.repeat(40), runner: 'github-hosted', ...over }
  const predicate = {
    buildDefinition: {
      buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
      externalParameters: { workflow: { ref: 'refs/tags/v1.0.0', repository: REPOSITORY, path: '.github/workflows/release.yml' } },
      resolvedDependencies: [{ uri: `git+${REPOSITORY}@refs/tags/v1.0.0`, digest: { gitCommit: 'a'.repeat(40) } }],
    },
    runDetails: { builder: { id: builder } },
  }
  const statement = { type: 'https://in-toto.io/Statement/v1', subjects: [], predicateType: 'https://slsa.dev/provenance/v1', predicate }
  const identity = `${REPOSITORY}/.github/workflows/release.yml@refs/tags/v1.0.0`
  const issuer = over['issuer'] ?? 'https://token.actions.githubusercontent.com'
  return { statement, signer: { kind: 'certificate', identity, issuer, claims } } as unknown as ProvenanceEvidence
}

describe('the build that provenance states', () => {
  const HOSTED = 'https://github.com/actions/runner/github-hosted'
  const own = `${REPOSITORY}/.github/workflows/release.yml@refs/tags/v1.0.0`

  it.each<[string, ProvenanceEvidence, string]>([
    ['by a runner', provenance(HOSTED), `${HOSTED} 2 v1.0.0`],
    ['by a workflow of its own', provenance(own), `${own} 2 v1.0.0`],
    [
      'by a runner of its own',
      provenance('https://github.com/actions/runner/self-hosted', { runner: 'self-hosted' }),
      'https://github.com/actions/runner/self-hosted 1 v1.0.0',
    ],
    ['by another machine than the certificate names', provenance(HOSTED, { runner: 'self-hosted' }), 'none'],
    [
      'by a builder that did not sign',
      provenance('https://github.com/slsa-framework/slsa-github-generator/.github/workflows/builder_go_slsa3.yml@refs/tags/v2.0.0'),
      'none',
    ],
    ['of another repository', provenance(HOSTED, { repository: 'https://github.com/evil/left' }), 'none'],
    ['on the word of another identity provider', provenance(HOSTED, { issuer: 'https://oidc.example' }), 'none'],
  ])('%s', (_, evidence, expected) => {
    const build = buildClaims(evidence)
    expect(build === null ? 'none' : `${build.builder} ${build.level} ${build.tag}`).toBe(expected)
  })

  it('needs a certificate', () => {
    const { statement } = provenance(HOSTED)
    const { outcome } = Trace.run('x', 'X', (trace) => statedBuild({ statement, signer: { kind: 'key', key: 'k' } }, trace))
    expect(outcome).toBe('refused')
  })
})

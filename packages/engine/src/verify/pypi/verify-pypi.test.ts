import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Step } from '@cupel/model'
import { Refused, Trace } from '@cupel/provenance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderPypiDocuments } from './folder-pypi-documents.ts'
import type { PypiDocuments } from './pypi-documents.ts'
import { checkPypiHistory } from './pypi-history.ts'
import type { ProjectFile } from './project-files.ts'
import { readProjectFiles } from './project-files.ts'
import { verifyPypi } from './verify-pypi.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const SHA256 = createHash('sha256').update('content').digest('hex')
let cwd = ''

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cupel-pypi-'))
  for (const name of ['acme-2.0-py3-none-any.whl', 'acme.zip.gz']) writeFileSync(join(cwd, name), 'content')
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

interface Listed {
  readonly version: string
  readonly day: number
  readonly provenance?: boolean
  readonly sha256?: string
}

function answer(files: readonly Listed[], name = 'Acme'): Buffer {
  const list = files.map(({ version, day, provenance = false, sha256 = SHA256 }) => ({
    filename: `acme-${version}-py3-none-any.whl`,
    hashes: { sha256 },
    'upload-time': `2026-01-0${day}T00:00:00Z`,
    ...(provenance ? { provenance: `https://index.example/${version}` } : { provenance: null }),
  }))
  return Buffer.from(JSON.stringify({ meta: { 'api-version': '1.3' }, name, files: list }))
}

function documents(project: Buffer | null, provenance: Readonly<Record<string, Buffer>> = {}): PypiDocuments {
  return { project: () => Promise.resolve(project), provenance: (file) => Promise.resolve(provenance[file] ?? null) }
}

function innermost(step: Step | undefined): string {
  const failed = step?.steps.find(({ outcome }) => outcome === 'failed')
  return failed === undefined ? `${step?.id}: ${step?.code}` : innermost(failed)
}

function published(repository: string, workflow = 'release.yml', types: readonly string[] = ['publish']): Buffer {
  const attestations = types.map((predicateType) => ({
    envelope: { statement: Buffer.from(JSON.stringify({ predicateType })).toString('base64') },
  }))
  return Buffer.from(
    JSON.stringify({ version: 1, attestation_bundles: [{ publisher: { kind: 'GitHub', repository, workflow }, attestations }] }),
  )
}

describe('distributions of an index', () => {
  it.each([
    ['no answer', null, 'index: evidence-missing'],
    ['another project', answer([{ version: '2.0', day: 2 }], 'other'), 'index: subject-mismatch'],
    ['no such file', answer([{ version: '1.0', day: 1 }]), 'index: subject-mismatch'],
    ['another file of this name', answer([{ version: '2.0', day: 2, sha256: '0'.repeat(64) }]), 'index: digest-mismatch'],
    [
      'never any provenance',
      answer([
        { version: '1.0', day: 1 },
        { version: '2.0', day: 2 },
      ]),
      'provenance: evidence-missing',
    ],
    [
      'provenance before, none now',
      answer([
        { version: '1.0', day: 1, provenance: true },
        { version: '2.0', day: 2 },
      ]),
      'provenance: policy-not-met',
    ],
    ['no JSON', Buffer.from('<html>'), 'index: malformed'],
  ] as const)('refuses with %s', async (_, project, expected) => {
    const { items, verdict } = await verifyPypi({
      files: ['acme-2.0-py3-none-any.whl'],
      documents: documents(project),
      trust: {},
      cwd,
      now: NOW,
    })
    expect(innermost(items[0]?.step)).toBe(expected)
    expect(verdict.exitCode).toBe(5)
  })

  it('refuses names that are no distribution, and documents outside the folder', async () => {
    const { items } = await verifyPypi({ files: ['acme.zip.gz'], documents: folderPypiDocuments('.', cwd), trust: {}, cwd, now: NOW })
    expect(innermost(items[0]?.step)).toBe('name: malformed')
    expect(await folderPypiDocuments('.', cwd).project('../secret')).toBeNull()
  })

  it.each([
    ['acme/acme', 'release.yml', 'passed'],
    ['acme/acme', 'other.yml', 'warned'],
    ['mallory/acme', 'release.yml', 'failed'],
  ] as const)('tells who published it before: %s %s is %s', async (repository, workflow, outcome) => {
    const files = readProjectFiles(
      answer([
        { version: '1.0', day: 1, provenance: true },
        { version: '2.0', day: 2, provenance: true },
      ]),
      'acme',
    )
    const input = {
      files,
      listed: files[1]!,
      bytes: published(repository, workflow),
      documents: documents(null, { [files[0]!.file]: published('acme/acme') }),
    }
    const { root } = await Trace.runAsync('t', 't', (trace) => checkPypiHistory(input, { trace, step: ['history', 'history'] }))
    expect(root.steps[0]?.outcome).toBe(outcome)
  })

  const releases = (listed: readonly (readonly [version: string, provenance: boolean])[]): readonly ProjectFile[] =>
    readProjectFiles(answer(listed.map(([version, provenance], at) => ({ version, day: at + 1, provenance }))), 'acme')
  it.each<[string, readonly (readonly [string, boolean])[], Readonly<Record<string, Buffer>>, string]>([
    [
      'a release without any between',
      [
        ['1.0', true],
        ['1.1', false],
        ['2.0', true],
      ],
      { '1.0': published('mallory/acme') },
      'failed',
    ],
    [
      'the last of several',
      [
        ['1.0', true],
        ['1.1', true],
        ['2.0', true],
      ],
      { '1.0': published('old/acme'), '1.1': published('acme/acme') },
      'passed',
    ],
    [
      'the last of which there is a document',
      [
        ['1.0', true],
        ['1.1', true],
        ['2.0', true],
      ],
      { '1.0': published('old/acme') },
      'failed',
    ],
    [
      'none, where no document is at hand',
      [
        ['1.0', true],
        ['2.0', true],
      ],
      {},
      'warned',
    ],
    [
      'none, where none had any',
      [
        ['1.0', false],
        ['2.0', true],
      ],
      {},
      'not-applicable',
    ],
    ['none, where it is the first', [['2.0', true]], {}, 'not-applicable'],
    [
      'attestations that got lost',
      [
        ['1.0', true],
        ['2.0', true],
      ],
      { '1.0': published('acme/acme', 'release.yml', ['publish', 'build']) },
      'warned',
    ],
    [
      'what is uploaded later',
      [
        ['2.0', true],
        ['3.0', true],
      ],
      { '3.0': published('mallory/acme') },
      'not-applicable',
    ],
  ])('compares with %s', async (_, listed, saved, outcome) => {
    const files = releases(listed)
    const own = files.find(({ version }) => version === '2')!
    const known = Object.fromEntries(Object.entries(saved).map(([version, bytes]) => [`acme-${version}-py3-none-any.whl`, bytes]))
    const input = { files, listed: own, bytes: published('acme/acme'), documents: documents(null, known) }
    const { root } = await Trace.runAsync('t', 't', (trace) => checkPypiHistory(input, { trace, step: ['history', 'history'] }))
    expect(root.steps[0]?.outcome).toBe(outcome)
  })

  it('lists only what it can read, and says what it cannot', () => {
    expect(readProjectFiles(Buffer.from('{"name":"acme","files":[{"filename":"acme-1.exe"}]}'), 'acme')).toEqual([])
    expect(() => readProjectFiles(Buffer.from('{"name":"acme"}'), 'acme')).toThrow(Refused)
  })
})

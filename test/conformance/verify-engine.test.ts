import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { verifyLayoutFiles, verifyMails, verifyPypi, verifySlsa } from '@cupel/engine/verify'
import type { SlsaRequest } from '@cupel/engine/verify'
import type { VerificationReport } from '@cupel/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ManifestRow } from './provenance-rows.ts'
import { evidencePath, manifestRows } from './provenance-rows.ts'

/** The third-party cases once more, by the requests that the commands make: what the flags say arrives where it should. */
const NOW = new Date('2026-08-01T00:00:00Z')

let scratch = ''
beforeAll(() => void (scratch = mkdtempSync(join(tmpdir(), 'cupel-verify-'))))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const asks = (row: ManifestRow, name: string): string | undefined => new RegExp(`--${name} ([^ {]+)`).exec(row.command)?.[1]

function given<K extends string>(names: Readonly<Record<K, string | undefined>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)) as Partial<Record<K, string>>
}

async function pypi(row: ManifestRow): Promise<VerificationReport> {
  const [file = '', provenance = ''] = row.files.map(evidencePath)
  const name = asks(row, 'name')
  const artifact = name === undefined ? file : join(scratch, name)
  if (name !== undefined) writeFileSync(artifact, readFileSync(file))
  const subject = asks(row, 'identity')
  const repository = asks(row, 'repository')
  const issuer = asks(row, 'issuer') ?? 'https://token.actions.githubusercontent.com'
  return verifyPypi({
    files: [artifact],
    provenance,
    documents: null,
    ...given({ repository: repository === undefined ? undefined : `https://github.com/${repository}`, workflow: asks(row, 'workflow') }),
    trust: {
      trustedRoot: evidencePath(asks(row, 'trusted-root') ?? ''),
      ...(subject === undefined ? {} : { identity: { subject, issuer } }),
    },
    cwd: scratch,
    now: NOW,
  })
}

function mail(row: ManifestRow): VerificationReport {
  const text = readFileSync(evidencePath(row.files[0] ?? ''), 'latin1')
  const altered = row.id.endsWith('body-altered')
    ? text.replace(/^\+(?=\w)/m, '+x')
    : row.id.endsWith('subject-altered')
      ? text.replace(/^Subject: /m, 'Subject: x')
      : text
  const file = join(scratch, basename(row.id))
  writeFileSync(file, altered, 'latin1')
  // The reference judges the signer alone: one of its samples is signed from another address than it is sent from.
  return verifyMails({ mails: [file], keyring: evidencePath('patatt/keys'), anyAuthor: true, cwd: scratch, now: NOW })
}

function layout(row: ManifestRow): VerificationReport {
  const folder = evidencePath(row.files[0] ?? '')
  return verifyLayoutFiles({
    layout: asks(row, 'layout') ?? '',
    keys: [asks(row, 'layout-keys') ?? ''],
    links: '.',
    product: '.',
    parameters: {},
    runInspections: true,
    timeoutMs: 60_000,
    cwd: folder,
    now: new Date('2020-06-01T00:00:00Z'),
  })
}

function slsa(row: ManifestRow): VerificationReport {
  const builder = /--builder-id \{([^}]*)\}/.exec(row.command)?.[1]?.split('|')[0] ?? asks(row, 'builder-id')
  const [digest = ''] = /sha256:[0-9a-f]{64}/.exec(row.command) ?? []
  const keys = asks(row, 'keys')
  return verifySlsa({
    artifacts: [digest],
    provenance: [evidencePath(asks(row, 'provenance') ?? '')],
    policy: {
      sourceUri: asks(row, 'source-uri') ?? '',
      ...given({
        builderId: builder === '(none)' ? undefined : builder,
        sourceBranch: asks(row, 'source-branch'),
        sourceTag: asks(row, 'source-tag'),
        sourceVersionedTag: asks(row, 'source-versioned-tag'),
      }),
    } as SlsaRequest['policy'],
    trustedRoot: evidencePath('trust/sigstore-prod.trusted_root.json'),
    keys: [],
    ...given({ gcbKeys: keys === undefined ? undefined : evidencePath(keys) }),
    unlogged: row.note.startsWith('dsse+cert'),
    cwd: scratch,
    now: NOW,
  })
}

const pypiRows = manifestRows('pypi-attestations').filter(({ files, command }) => files.length === 2 && command.startsWith('verify-pypi'))
const slsaRows = manifestRows('slsa-verifier').filter(
  ({ command, id }, index) =>
    /--provenance/.test(command) &&
    /sha256:[0-9a-f]{64}/.test(command) &&
    !/workflow-input|gha_delegator/.test(command + id) &&
    (index % 7 === 0 || id.includes('/gcb/')),
)

describe.runIf(pypiRows.length > 0).each([
  ['pypi', pypiRows, pypi],
  ['patatt', manifestRows('patatt'), mail],
  ['in-toto', manifestRows('in-toto-golang').filter(({ command }) => command.startsWith('in-toto verify')), layout],
  ['slsa', slsaRows, slsa],
] as const)('%s', (name, rows, verify) => {
  let right = 0
  it.each(rows)('$expected $id', async (row) => {
    const report = await verify(row)
    const inside = JSON.stringify(report.items[0]?.step, null, 1)
    expect(report.verdict.outcome, inside).toBe(row.expected === 'PASS' ? 'verified' : 'refused')
    right += 1
  })
  afterAll(() => console.log(`verify by request, ${name}: ${right} of ${rows.length} rows right`))
})

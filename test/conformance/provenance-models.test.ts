import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { ModelResource, ModelSerialization, ModelSigner, Trace as TraceType } from '@cupel/provenance'
import {
  CertificateStore,
  compareModel,
  makeModelStatement,
  parseTrustedRoot,
  PublicKey,
  readModelBundle,
  readPemCertificates,
  shardNames,
  sortResources,
  Trace,
  verifyModel,
} from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import type { Failure, ManifestRow } from './provenance-rows.ts'
import { evidence, evidencePath, failureOf, manifestRows } from './provenance-rows.ts'

const WHY: Readonly<Record<string, readonly Failure[]>> = {
  'identity differs': [['identity', 'signer-mismatch']],
  'a file that is not in the manifest': [['unsigned', 'digest-mismatch']],
  'bundle-level schema failure': [
    ['model', 'malformed'],
    ['model', 'evidence-missing'],
  ],
}

/** Contents of the reference's test models by path; `.` is a model of one file. */
const MODELS: Readonly<Record<string, { readonly name: string; readonly files: Readonly<Record<string, string>> }>> = {
  sample_model_file: { name: 'file_model', files: { '.': 'This is a simple model' } },
  empty_model_file: { name: 'empty_file_model', files: { '.': '' } },
  sample_model_folder: { name: 'sample_model', files: sampleFolder() },
  empty_model_folder: { name: 'empty_folder_model', files: {} },
  model_folder_with_empty_file: { name: 'empty_file_inside_model', files: { empty_file: '' } },
  deep_model_folder: {
    name: 'deep_model',
    files: Object.fromEntries([0, 1, 2, 3].map((i) => [`d0/d1/d2/d3/d4/f${i}`, `This is file f${i}.`])),
  },
  symlink_model_folder: { name: 'symlink_model', files: { symlink_file: 'This is a simple model' } },
}

function sampleFolder(): Record<string, string> {
  const inner = [0, 1].flatMap((i) => [0, 1, 2].map((j) => [`d${i}/f${i}${j}`, `This is file f${i}${j} in d${i}.`] as const))
  const outer = [0, 1, 2, 3].map((i) => [`f${i}`, `This is file f${i} in root.`] as const)
  return Object.fromEntries([...inner, ...outer])
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function resources(files: Readonly<Record<string, string>>, shardSize: number | undefined): readonly ModelResource[] {
  const all = Object.entries(files).flatMap(([path, content]): readonly ModelResource[] => {
    if (shardSize === undefined) return [{ name: path, digest: sha256(content) }]
    return shardNames(path, content.length, shardSize).map((name) => {
      const [start, end] = name.split(':').slice(-2).map(Number)
      return { name, digest: sha256(content.slice(start, end)) }
    })
  })
  return sortResources(all)
}

function judgeGolden(row: ManifestRow): void {
  const [, , kind, , golden = ''] = row.files[0]!.split('/')
  const [, base = '', suffix] = /^(.+?)(_small_shards|_shard)?$/.exec(golden) ?? []
  const model = MODELS[base]!
  const shardSize = suffix === '_small_shards' ? 8 : suffix === '_shard' || kind === 'file_shard' ? 1_000_000_000 : undefined
  const found = resources(model.files, shardSize)
  const expected = evidence(row.files[0]!).toString()
  if (kind !== 'signing') {
    expect(found.map(({ name, digest }) => `${name}:${digest}`).join('\n')).toBe(expected.trim())
    return
  }
  const serialization: ModelSerialization = {
    method: shardSize === undefined ? 'files' : 'shards',
    hash: 'sha256',
    allowSymlinks: true,
    ignorePaths: [],
  }
  const whole = shardSize === undefined ? serialization : { ...serialization, shardSize }
  expect(makeModelStatement({ name: model.name, serialization: whole, resources: found })).toEqual(JSON.parse(expected))
}

function judgeModel(row: ManifestRow, trace: TraceType): unknown {
  const option = (name: string) => new RegExp(`--${name} ([^ ]+)`).exec(row.command)?.[1]
  const signature = option('signature')!
  const model = verifyModel(evidence(signature), signerOf(option), trace)
  const folder = row.files[0]!
  const single = model.resources.some(({ name }) => name === '.')
  const actual = single
    ? [{ name: '.', digest: sha256(evidence(`${folder}signme-1`)) }]
    : readdirSync(evidencePath(folder)).map((name) => ({ name, digest: sha256(evidence(folder + name)) }))
  const extra = row.id.endsWith('extra-file') ? [{ name: 'evil', digest: sha256('evil') }] : []
  return compareModel(model, [...actual, ...extra], { ignorePaths: ['model.sig', 'ignore-me'] }, trace)
}

function signerOf(option: (name: string) => string | undefined): ModelSigner {
  const [key, chain, identity, issuer] = ['public_key', 'certificate_chain', 'identity', 'identity_provider'].map(option)
  if (key !== undefined) return { method: 'key', key: PublicKey.fromPem(evidence(key).toString(), 'the key') }
  if (chain !== undefined) return { method: 'certificate', store: new CertificateStore(readPemCertificates(evidence(chain).toString())) }
  return { method: 'sigstore', trust: parseTrustedRoot(evidence(option('trusted-root')!)), anyOf: [{ san: identity!, issuer: issuer! }] }
}

const rows = manifestRows('model-signing', 'model-signing-golden', 'model-signing-spec')

describe.runIf(rows.length > 0)('Model signing', () => {
  let right = 0
  it.each(rows)('$expected $id', (row) => {
    const { outcome, root } = Trace.run('model', 'Model', (trace: TraceType): unknown => {
      if (row.suite === 'model-signing-golden') return judgeGolden(row)
      return row.suite === 'model-signing' ? judgeModel(row, trace) : readModelBundle(evidence(row.files[0]!))
    })
    if (row.expected === 'FAIL') expect(WHY[row.why]).toContainEqual(failureOf(root))
    else expect(failureOf(root) ?? outcome).toBe('verified')
    right += 1
  })
  afterAll(() => console.log(`model-signing: ${right} of ${rows.length} rows right`))
})

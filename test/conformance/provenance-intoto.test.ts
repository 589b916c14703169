import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { ArtifactKind, Artifacts, JsonObject, LayoutInspection, Trace as TraceType } from '@cupel/provenance'
import {
  applyRules,
  envelopeKey,
  layoutKeyFromPem,
  parseEnvelope,
  parseStrictJson,
  PublicKey,
  readArtifactRule,
  readArtifacts,
  readWitnessPolicy,
  Refused,
  Trace,
  valueAt,
  verifyEnvelope,
  verifyLayout,
  verifyStepLinks,
} from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import type { Failure, ManifestRow } from './provenance-rows.ts'
import { evidence, evidencePath, failureOf, manifestRows } from './provenance-rows.ts'

/** What the reference said, and the step and code that say it here. */
const WHY: readonly (readonly [why: RegExp, failures: readonly Failure[]])[] = [
  [/RuleVerificationError: .*inspection|inspection product refused|file on disk differs/, [['inspection-rules', 'rule-violated']]],
  [/RuleVerificationError/, [['rules', 'rule-violated']]],
  [/links of one step must agree/, [['links', 'threshold-not-met']]],
  [/sublayout expired/, [['expiry', 'expired']]],
  [/LinkNotFoundError|^no link for step/, [['links', 'evidence-missing']]],
  [
    /ThresholdVerificationError/,
    [
      ['links', 'signature-invalid'],
      ['links', 'signer-unknown'],
    ],
  ],
  [
    /SignatureVerificationError|no signature on the layout for the given key/,
    [
      ['layout-signature', 'signer-unknown'],
      ['layout-signature', 'signature-invalid'],
    ],
  ],
  [/^signed by another key than/, [['signature', 'signer-unknown']]],
  [/carries no signature and expired/, [['layout-signature', 'evidence-missing']]],
]

const NOW = new Date('2026-06-01T00:00:00Z')

/** Every file below a folder but links and keys, as in-toto records it for an inspection. */
function record(folder: string): Artifacts {
  const paths = readdirSync(folder, { recursive: true }).map(String)
  const files = paths.filter((path) => statSync(join(folder, path)).isFile() && !/\.(?:link|pub|layout)$/.test(path))
  return new Map(
    files.map((path) => [
      relative('.', path),
      {
        sha256: createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex'),
      },
    ]),
  )
}

function judgeChain(row: ManifestRow, trace: TraceType): unknown {
  const copy = mkdtempSync(join(tmpdir(), 'cupel-in-toto-'))
  try {
    cpSync(evidencePath(row.files[0]!), copy, { recursive: true })
    const option = (name: string) => new RegExp(`--${name} (.+?)(?= --| \\(|$)`).exec(row.command)?.[1]
    const links = readdirSync(copy, { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.link'))
    const inspect = ({ run: [command = '', ...words] }: LayoutInspection) => {
      const materials = record(copy)
      const { status } = spawnSync(command, words, { cwd: copy })
      return { exitCode: status ?? 127, materials, products: record(copy) }
    }
    const [name, value] = option('parameter')?.split('=') ?? []
    return verifyLayout(
      readFileSync(join(copy, option('layout')!)),
      {
        layoutKeys: option('layout-keys')!
          .split(' ')
          .map((file) => layoutKeyFromPem(readFileSync(join(copy, file), 'utf8'))),
        files: new Map(links.map((path) => [path, readFileSync(join(copy, path))])),
        now: NOW,
        inspect,
        ...(name === undefined ? {} : { parameters: { [name]: value ?? '' } }),
      },
      trace,
    )
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

interface RuleVector {
  readonly expected: string
  readonly error: string
  readonly type: ArtifactKind
  readonly links: Readonly<Record<string, Readonly<Record<ArtifactKind, JsonObject>>>>
  readonly rules: readonly (readonly string[])[]
}

function judgeRules(file: string): void {
  const vectors = evidence(file)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RuleVector)
  const wrong = vectors.filter(({ links, type, rules, expected, error }) => {
    const read = Object.entries(links).map(([name, link]) => {
      return [name, { materials: readArtifacts(link.materials, 'materials'), products: readArtifacts(link.products, 'products') }] as const
    })
    const all = new Map(read)
    try {
      applyRules(
        type,
        all.get('item')!,
        rules.map((rule) => readArtifactRule(rule)),
        all,
      )
      return expected !== 'PASS'
    } catch (refused) {
      if (!(refused instanceof Refused) || refused.code !== 'rule-violated') throw refused
      return expected !== 'FAIL' || refused.expected !== error.replace('rule: ', '')
    }
  })
  console.log(`in-toto artifact rules: ${vectors.length - wrong.length} of ${vectors.length} vectors right`)
  expect(wrong).toEqual([])
}

/** Two files for a step that the folder's layout does not have: only the loading of links is judged. */
function judgeTwoLinks(row: ManifestRow, trace: TraceType): unknown {
  const folder = row.files[0]!
  const signed = valueAt(parseStrictJson(evidence(`${folder}demo.layout`), 'the layout'), 'signed')
  const keys = valueAt(signed, 'keys') as JsonObject
  const names = ['foo.b7d643de.link', 'foo.d3ffd108.link']
  const files = new Map(names.map((name) => [name, evidence(folder + name)]))
  return verifyStepLinks({ name: 'foo', pubkeys: Object.keys(keys), threshold: 2 }, { keys, files, now: NOW }, trace)
}

function judgeWitness(row: ManifestRow, trace: TraceType): unknown {
  const key = PublicKey.fromPem(evidence(row.files[1]!).toString(), 'the key')
  return verifyEnvelope(parseEnvelope(evidence(row.files[0]!)), { keys: [envelopeKey(key)] }, trace)
}

function judge(row: ManifestRow, trace: TraceType): unknown {
  if (row.command.startsWith('in-toto verify')) return judgeChain(row, trace)
  if (row.command.startsWith('load links')) return judgeTwoLinks(row, trace)
  if (row.command.startsWith('load-key')) return layoutKeyFromPem(evidence(row.files[0]!).toString())
  if (row.command.startsWith('parse witness policy')) return readWitnessPolicy(parseStrictJson(evidence(row.files[0]!), 'the policy'))
  if (row.command.startsWith('dsse-verify')) return judgeWitness(row, trace)
  return judgeRules(row.files[0]!)
}

const rows = manifestRows('in-toto-golang', 'in-toto-oracle', 'witness')

describe.runIf(rows.length > 0)('in-toto', () => {
  let right = 0
  it.each(rows)('$expected $id', (row) => {
    const { outcome, root } = Trace.run('in-toto', 'Supply chain', (trace: TraceType) => judge(row, trace))
    if (row.expected === 'FAIL') {
      const failures = WHY.find(([why]) => why.test(row.why))?.[1]
      expect(
        failures?.map(([step, code]) => `${step} ${code}`),
        row.why,
      ).toContain(shown(failureOf(root)))
    } else expect(failureOf(root) ?? outcome).toBe('verified')
    right += 1
  })
  afterAll(() => console.log(`in-toto: ${right} of ${rows.length} rows right`))
})

/** Steps of one kind under one name. */
function shown(failure: Failure | undefined): string {
  return `${failure?.[0].replace(/^(?:link|step)-.*/, 'links')} ${failure?.[1]}`
}

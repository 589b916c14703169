import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AssessmentReport, Component, Finding, Problem, RuleOutcome } from '@cupel/model'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluatePack } from './evaluate-pack.ts'
import type { ComponentFacts, PolicyInput, ScannedPart } from './policy-input.ts'
import { policySubjects } from './policy-subjects.ts'
import { readPack } from './read-pack.ts'

const NOW = new Date('2030-06-01T00:00:00Z')
const FOLDER = join(import.meta.dirname, '..', '..', 'data', 'packs')
/** Everything that a rule may say about a whole, beside what is shipped. */
const WHOLES = `policy: 1
id: wholes
title: t
version: 1.0.0
model: "1.0"
rules:
${[
  ['project', 'project.components.all(c, c.pinned)'],
  ['project', 'project.components.size() < 4'],
  ['project', '!project.components.exists(c, c.ecosystem == "PyPI")'],
  ['project', 'project.components.filter(c, !c.pinned).size() == 0'],
  ['project', 'project.findings.size() == 0'],
  ['project', 'project.findings.all(f, !f.counts || f.severity == "low")'],
  ['project', 'project.findings.filter(f, f.exploited).size() == 0'],
  ['component', 'component.findings.size() == 0'],
  ['component', 'component.findings.all(f, f.kind != "malware")'],
  ['component', '!component.deprecated'],
  ['finding', '!finding.due.hasValue()'],
]
  .map(
    ([subject, assert], at) =>
      `  - { id: r${at}, title: t, severity: low, subject: ${subject}, assert: ${JSON.stringify(assert)}, message: m, remediation: r }\n`,
  )
  .join('')}`
const PACKS = [
  ...readdirSync(FOLDER).map((name) => readPack(readFileSync(join(FOLDER, name), 'utf8'), name)),
  readPack(WHOLES, 'wholes.yaml'),
]

const component = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  version: fc.constantFrom('1.0.0', ''),
  ecosystem: fc.constantFrom('npm', 'PyPI'),
  licence: fc.constantFrom('MIT', 'SSPL-1.0', 'what', ''),
  hashed: fc.boolean(),
  development: fc.boolean(),
  published: fc.constantFrom('2030-05-31T00:00:00Z', '2029-01-01T00:00:00Z', ''),
  deprecated: fc.boolean(),
})
const finding = fc.record({
  of: fc.nat(4),
  kind: fc.constantFrom<Finding['kind']>('vulnerability', 'malware', 'provenance'),
  severity: fc.constantFrom<Finding['severity']>('critical', 'low', 'unknown'),
  state: fc.constantFrom<Finding['state']>('open', 'waived', 'not-affected'),
  exploited: fc.boolean(),
  fixed: fc.boolean(),
  epss: fc.constantFrom(0.9, 0.1, null),
})

type Made<T> = T extends fc.Arbitrary<infer V> ? V : never

function componentOf({ name, version, ecosystem, licence, hashed, development }: Made<typeof component>): Component {
  return {
    purl: `pkg:${ecosystem === 'npm' ? 'npm' : 'pypi'}/${name}${version === '' ? '' : `@${version}`}`,
    name,
    version,
    ecosystem,
    scopes: [development ? 'dev' : 'runtime'],
    direct: true,
    evidence: [{ path: 'lock', by: 'x', kind: 'lock' }],
    licenses: licence === '' ? [] : [licence],
    hashes: hashed ? [{ algorithm: 'sha512', value: '00' }] : [],
  }
}

function findingOf({ kind, severity, state, exploited, fixed, epss }: Made<typeof finding>, at: number, of: Component): Finding {
  return {
    id: `f${at}`,
    kind,
    severity,
    advisory: {
      id: `CVE-2030-${at}`,
      aliases: [],
      summary: '',
      published: '2030-01-01T00:00:00Z',
      modified: '',
      cvss: [],
      cwes: [],
      // Nobody lists where a component comes from as exploited.
      kev: exploited && kind !== 'provenance' ? { added: '2030-01-01', due: '2030-02-01', ransomware: false } : null,
      epss: epss === null ? null : { score: epss, percentile: epss },
    },
    component: of.purl,
    match: { by: 'range', text: '' },
    fixedVersions: fixed ? ['9'] : [],
    upgrade: null,
    scopes: [],
    direct: true,
    paths: [],
    locations: [],
    state,
    stateReason: null,
    rank: { score: 1, reasons: [] },
  }
}

const problem = (code: Problem['code'], by: string): Problem => ({ code, effect: 'incomplete', path: '', detail: '', by })

/** Only the components that are kept, and a note of the scan about the others. */
function narrowed(input: PolicyInput, scan: ScannedPart, keep: (one: Component, at: number) => boolean, detail: string): PolicyInput {
  const components = scan.components.filter(keep)
  if (components.length === scan.components.length) return input
  const here = new Set(components.map(({ purl }) => purl))
  const findings = scan.findings.filter(({ component: of }) => here.has(of))
  return { ...input, scan: { ...scan, components, findings, problems: [{ ...problem('left-out', 'scan'), effect: 'note', detail }] } }
}

/** Ways in which less is known of the same project. */
const LESS: Readonly<Record<string, (input: PolicyInput, scan: ScannedPart, keep: (at: number) => boolean) => PolicyInput>> = {
  'files not read': (input, scan, keep) => {
    const components = scan.components.filter((_, at) => keep(at))
    const here = new Set(components.map(({ purl }) => purl))
    const findings = scan.findings.filter(({ component: of }) => here.has(of))
    return { ...input, scan: { ...scan, components, findings, problems: [problem('malformed', 'scan')] } }
  },
  'versions not matched': (input, scan, keep) => {
    const findings = scan.findings.filter((_, at) => keep(at))
    return { ...input, scan: { ...scan, findings, problems: [problem('version-uncomparable', 'match')] } }
  },
  'an ecosystem without data': (input, scan) => {
    const left = new Set(scan.components.filter(({ ecosystem }) => ecosystem === 'npm').map(({ purl }) => purl))
    const ecosystems = scan.index.ecosystems.filter(({ name }) => name === 'npm')
    const findings = scan.findings.filter(({ component: of }) => left.has(of))
    if (left.size === scan.components.length) return input
    return {
      ...input,
      scan: { ...scan, findings, index: { ...scan.index, ecosystems }, problems: [problem('ecosystem-not-covered', 'match')] },
    }
  },
  'the starter set': (input, scan, keep) => ({
    ...input,
    scan: { ...scan, findings: scan.findings.filter((_, at) => keep(at)), index: { ...scan.index, kind: 'starter' } },
  }),
  'no advisory data': (input, scan) => ({ ...input, scan: { ...scan, findings: [], index: { ...scan.index, kind: 'none' } } }),
  'no catalogue of exploited ones': (input, scan) => ({
    ...input,
    scan: {
      ...scan,
      findings: scan.findings.map((one) => ({ ...one, advisory: { ...one.advisory, kev: null, epss: null } })),
      index: { ...scan.index, kev: '', epss: '' },
    },
  }),
  'paths left out': (input, scan, keep) => narrowed(input, scan, (_, at) => keep(at), 'paths that fit "old/" left out'),
  'ecosystems left out': (input, scan) =>
    narrowed(input, scan, ({ ecosystem }) => ecosystem === 'npm', '1 component of other ecosystems than npm left out'),
  'development left out': (input, scan) =>
    narrowed(input, scan, ({ scopes }) => !scopes.includes('dev'), '1 component needed only for development and tests left out'),
  'no facts': (input) => ({ ...input, facts: new Map() }),
  'no assessment': (input) => ({ ...input, assessments: [] }),
  'no scan': (input) => ({ ...input, scan: null }),
}

function outcomes(input: PolicyInput): ReadonlyMap<string, RuleOutcome> {
  const subjects = policySubjects(input)
  return new Map(
    PACKS.flatMap((pack) =>
      evaluatePack(pack, subjects, { now: NOW, explained: 0 }).rules.map((rule) => [`${pack.id} ${rule.id}`, rule.outcome]),
    ),
  )
}

it.each(Object.entries(LESS))('with %s no rule is kept that was not', (_, less) => {
  let compared = 0
  fc.assert(
    fc.property(
      fc.uniqueArray(component, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
      fc.array(finding, { maxLength: 4 }),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      (chosen, found, kept) => {
        const components = chosen.map(componentOf)
        const scan: ScannedPart = {
          target: { kind: 'folder', name: 'shop', digest: '' },
          index: {
            kind: 'full',
            digest: '',
            modified: '2030-05-31T00:00:00Z',
            records: 1,
            ecosystems: ['npm', 'PyPI'].map((name) => ({ name, records: 1, modified: '2030-05-31T00:00:00Z' })),
            kev: '2030-05-31',
            epss: '2030-05-31',
          },
          components,
          graphs: [],
          findings: found.map((one, at) => findingOf(one, at, components[one.of % components.length] as Component)),
          problems: [],
        }
        const facts = new Map<string, ComponentFacts>(
          chosen.flatMap(({ published, deprecated }, at) =>
            published === '' ? [] : [[components[at]?.purl ?? '', { published, deprecated, source: 'f' }] as const],
          ),
        )
        const whole: PolicyInput = { scan, facts, assessments: [{ report: ASSESSMENT, source: 'a' }], verifications: [] }
        const [before, after] = [outcomes(whole), outcomes(less(whole, scan, (at) => kept[at] === true))]
        for (const [rule, outcome] of before) {
          if (outcome !== 'fail' && outcome !== 'unknown') continue
          compared++
          expect([rule, after.get(rule)]).not.toEqual([rule, 'pass'])
          expect([rule, after.get(rule)]).not.toEqual([rule, 'not-applicable'])
        }
      },
    ),
    { seed: 1, numRuns: 30 },
  )
  expect(compared).toBeGreaterThan(500)
})

const ASSESSMENT = {
  asOf: '2029-01-01T00:00:00Z',
  project: { name: 'shop', url: 'https://example.org/shop', commit: '' },
  score: 5,
  checks: [],
  standards: [],
  slsa: [],
  claims: [],
  criticality: [],
  memorySafety: null,
  problems: [],
} as unknown as AssessmentReport

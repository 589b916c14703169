import type { Problem } from '@cupel/model'

export interface InsightsUpgrade {
  /** The same statements in the form of schema 2.0.0; what the newer form asks for and the older has not is left out. */
  readonly value: Readonly<Record<string, unknown>>
  /** What could not be carried over, and what the newer form still needs. */
  readonly notes: readonly Problem[]
}

type Fields = Readonly<Record<string, unknown>>

const STATUS: ReadonlyMap<string, string> = new Map([
  ['active', 'active'],
  ['inactive', 'inactive'],
  ['concept', 'concept'],
  ['wip', 'WIP'],
  ['work-in-progress', 'WIP'],
  ['moved', 'moved'],
  ['suspended', 'suspended'],
  ['abandoned', 'abandoned'],
  ['unsupported', 'unsupported'],
])
const TOOLS: ReadonlyMap<string, string> = new Map([
  ['sca', 'SCA'],
  ['sast', 'SAST'],
  ['fuzzer', 'fuzzing'],
  ['fuzzing', 'fuzzing'],
  ['container', 'container'],
  ['secret', 'secret'],
])

/** Turns a SECURITY-INSIGHTS file of schema 1.x (plain data) into schema 2.0.0. Invents nothing: gaps become notes. */
export function upgradeInsights(old: unknown, path: string): InsightsUpgrade {
  const notes: Problem[] = []
  const note = (detail: string): void =>
    void notes.push({ code: 'unsupported-content', effect: 'note', path, detail, by: 'security-insights' })
  const root = fields(old)
  const header = fields(root['header'])
  const life = fields(root['project-lifecycle'])
  const policy = fields(root['contribution-policy'])
  const reporting = fields(root['vulnerability-reporting'])
  const packages = fields(root['dependencies'])
  const people = list(life['core-maintainers']).map((one) => contact(text(one) ?? ''))
  const address = text(header['project-url'])
  const name = address === undefined ? undefined : address.replace(/\/+$/, '').split('/').at(-1)
  const mail =
    text(reporting['email-contact']) ??
    text(
      list(root['security-contacts'])
        .map(fields)
        .find((one) => one['type'] === 'email')?.['value'],
    )

  if (people.length === 0) note('schema 2 asks for administrators and a core team; the old file names nobody')
  if (text(header['license']) === undefined) note('schema 2 asks for the licence with its SPDX expression; the old file names none')
  else note('schema 2 asks for the SPDX expression of the licence; the old file has only its address')
  if (header['expiration-date'] !== undefined) note('«expiration-date» has no place in schema 2')
  for (const gone of ['commit-hash', 'project-release']) if (header[gone] !== undefined) note(`«${gone}» has no place in schema 2`)

  const value = clean({
    header: {
      'schema-version': '2.0.0',
      'last-updated': text(header['last-updated']),
      'last-reviewed': text(header['last-reviewed']),
      url: address,
      comment: 'Upgraded from schema 1',
    },
    project: {
      name,
      homepage: address,
      roadmap: text(life['roadmap']),
      administrators: people,
      repositories: address === undefined ? [] : [{ name: name ?? '', url: address, comment: 'The main repository' }],
      documentation: {
        'detailed-guide': text(list(root['documentation'])[0]),
        'code-of-conduct': text(policy['code-of-conduct']),
        'release-process': text(life['release-process'])?.startsWith('http') ? life['release-process'] : undefined,
      },
      'vulnerability-reporting': {
        'reports-accepted': reporting['accepts-vulnerability-reports'] ?? false,
        'bug-bounty-available': reporting['bug-bounty-available'] ?? false,
        'bug-bounty-program': text(reporting['bug-bounty-url']),
        contact: mail === undefined ? undefined : { name: 'Security contact', email: mail, primary: true },
        'security-policy': text(reporting['security-policy']),
        'pgp-key': text(reporting['pgp-key']),
        'in-scope': strings(reporting['in-scope']),
        'out-of-scope': strings(reporting['out-scope']),
        comment: text(reporting['comment']),
      },
    },
    repository: {
      url: address,
      status: STATUS.get(String(life['status'] ?? '').toLowerCase()),
      'bug-fixes-only': life['bug-fixes-only'],
      'accepts-change-request': policy['accepts-pull-requests'] ?? false,
      'accepts-automated-change-request': policy['accepts-automated-pull-requests'] ?? false,
      'no-third-party-packages': typeof packages['third-party-packages'] === 'boolean' ? !packages['third-party-packages'] : undefined,
      'core-team': people,
      license: text(header['license']) === undefined ? undefined : { url: text(header['license']), expression: 'NOASSERTION' },
      documentation: {
        'contributing-guide': text(policy['contributing-policy']),
        'security-policy': text(reporting['security-policy']),
        'dependency-management-policy': text(fields(packages['dependencies-lifecycle'])['policy-url']),
      },
      release:
        list(root['distribution-points']).length === 0
          ? undefined
          : {
              'automated-pipeline': false,
              'distribution-points': list(root['distribution-points']).map((uri) => ({ uri: String(uri), comment: 'Distribution point' })),
              changelog: text(header['changelog']),
            },
      security: {
        assessments: {
          self: assessmentOf(fields(fields(root['security-artifacts'])['self-assessment'])),
          'third-party': list(root['security-assessments']).map(fields).map(auditOf),
        },
        tools: list(root['security-testing']).map(fields).map(toolOf),
      },
    },
  }) as Record<string, unknown>
  return { value, notes }
}

function contact(name: string): Fields {
  // The old form writes `github:someone` for an account.
  const account = /^github:(.+)$/.exec(name)?.[1]
  return account === undefined ? { name, primary: false } : { name: account, social: `https://github.com/${account}`, primary: false }
}

function assessmentOf(old: Fields): Fields {
  const evidence = list(old['evidence-url']).map(text)[0]
  return { comment: text(old['comment']) ?? 'No self-assessment is stated', evidence }
}

function auditOf(audit: Fields): Fields {
  return {
    name: text(audit['auditor-name']),
    evidence: text(audit['auditor-report']),
    comment: `Audit of ${String(audit['report-year'] ?? 'an unknown year')}`,
  }
}

function toolOf(tool: Fields): Fields {
  const use = fields(tool['integration'])
  return {
    name: text(tool['tool-name']) ?? 'unknown',
    type: TOOLS.get(String(tool['tool-type'] ?? '').toLowerCase()) ?? 'other',
    version: text(tool['tool-version']),
    rulesets: strings(tool['tool-rulesets']) ?? ['default'],
    integration: { adhoc: use['ad-hoc'] ?? false, ci: use['ci'] ?? false, release: use['before-release'] ?? false },
    results: {},
    comment: text(tool['comment']),
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined
}

function text(value: unknown): string | undefined {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** Without members that are undefined, and without empty objects and lists that the newer form does not need. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value)
    .map(([key, member]) => [key, clean(member)] as const)
    .filter(([key, member]) => member !== undefined && (key === 'results' || !isEmpty(member)))
  return Object.fromEntries(kept)
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

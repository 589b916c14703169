/** What a field of a SECURITY-INSIGHTS file may hold. */
export type InsightsShape =
  | { readonly kind: 'text' | 'boolean' | 'url' | 'email' | 'date' | 'version' }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: InsightsShape; readonly filled: boolean }
  | { readonly kind: 'object'; readonly required: Fields; readonly optional: Fields }

type Fields = Readonly<Record<string, InsightsShape>>

const text: InsightsShape = { kind: 'text' }
const flag: InsightsShape = { kind: 'boolean' }
const url: InsightsShape = { kind: 'url' }
const email: InsightsShape = { kind: 'email' }
const date: InsightsShape = { kind: 'date' }
const object = (required: Fields, optional: Fields = {}): InsightsShape => ({ kind: 'object', required, optional })
const list = (of: InsightsShape, filled = false): InsightsShape => ({ kind: 'list', of, filled })

const contact = object({ name: text, primary: flag }, { affiliation: text, email, social: text })
const link = object({ uri: text, comment: text })
const licence = object({ url, expression: text })
const attestation = object({ name: text, location: url, 'predicate-uri': text }, { comment: text })
const assessment = object({ comment: text }, { name: text, evidence: url, date })

const tool = object(
  {
    name: text,
    type: { kind: 'one-of', values: ['fuzzing', 'container', 'secret', 'SCA', 'SAST', 'other'] },
    rulesets: list(text),
    integration: object({ adhoc: flag, ci: flag, release: flag }),
    results: object({}, { adhoc: attestation, ci: attestation, release: attestation }),
  },
  { version: text, comment: text },
)

const project = object(
  {
    name: text,
    administrators: list(contact, true),
    repositories: list(object({ name: text, comment: text, url }), true),
    'vulnerability-reporting': object(
      { 'reports-accepted': flag, 'bug-bounty-available': flag },
      {
        'bug-bounty-program': url,
        contact,
        comment: text,
        policy: url,
        'security-policy': url,
        'pgp-key': text,
        'in-scope': list(text),
        'out-of-scope': list(text),
      },
    ),
  },
  {
    homepage: url,
    roadmap: url,
    funding: url,
    steward: link,
    documentation: object(
      {},
      {
        'detailed-guide': url,
        'code-of-conduct': url,
        'quickstart-guide': url,
        'release-process': url,
        'support-policy': url,
        design: url,
        'signature-verification': url,
      },
    ),
  },
)

const repository = object(
  {
    status: { kind: 'one-of', values: ['active', 'abandoned', 'concept', 'inactive', 'moved', 'suspended', 'unsupported', 'WIP'] },
    url,
    'accepts-change-request': flag,
    'accepts-automated-change-request': flag,
    'core-team': list(contact, true),
    license: licence,
    security: object(
      { assessments: object({ self: assessment }, { 'third-party': list(assessment) }) },
      { champions: list(contact), tools: list(tool) },
    ),
  },
  {
    'bug-fixes-only': flag,
    'no-third-party-packages': flag,
    documentation: object(
      {},
      { 'contributing-guide': url, 'dependency-management-policy': url, governance: url, 'review-policy': url, 'security-policy': url },
    ),
    release: object(
      { 'automated-pipeline': flag, 'distribution-points': list(link, true) },
      { changelog: url, license: licence, attestations: list(attestation) },
    ),
  },
)

/** SECURITY-INSIGHTS 2.0 to 2.2 (spec/schema.cue of the specification, 2026-08); 2.2 calls `security-policy` `policy`. */
export const SECURITY_INSIGHTS: InsightsShape = object(
  {
    header: object(
      { 'last-reviewed': date, 'last-updated': date, 'schema-version': { kind: 'version' }, url },
      { comment: text, 'project-si-source': url },
    ),
  },
  { project, repository },
)

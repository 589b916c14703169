import type { Facts } from '../facts/facts.ts'
import { licenceFiles } from '../licences/licence-files.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import type { DocumentRole } from '../documents/project-documents.ts'
import type { ToolKind } from '../documents/quality-tools.ts'
import { toolsInUse } from '../documents/tools-in-use.ts'

/** People and policies that no evidence shows; without them the draft holds placeholders to fill in. */
export interface InsightsInput {
  readonly administrators?: readonly { readonly name: string; readonly email?: string }[]
  readonly securityEmail?: string
}

const TYPES: readonly (readonly [ToolKind, string])[] = [
  ['secrets', 'secret'],
  ['sca', 'SCA'],
  ['sast-security', 'SAST'],
  ['sast', 'SAST'],
  ['dynamic', 'fuzzing'],
]

/**
 * A SECURITY-INSIGHTS 2.0.0 document (plain data) with what the evidence shows: address, licence, documents, tools of CI. Only
 * what was seen is stated; fields that the schema asks for and nobody knows are named `TO BE FILLED IN`.
 */
export function draftInsights(facts: Facts, input: InsightsInput = {}): Readonly<Record<string, unknown>> {
  const { url, commit } = facts.project
  const day = facts.asOf.slice(0, 10)
  const linkOf = (role: DocumentRole): string | undefined => {
    const document = projectDocuments(facts).find((one) => one.role === role)
    return document === undefined || url === '' ? undefined : `${url}/blob/${commit === '' ? 'HEAD' : commit}/${document.path}`
  }
  const people = (input.administrators ?? [{ name: 'TO BE FILLED IN' }]).map((one, at) => ({ ...one, primary: at === 0 }))
  const licence = licenceFiles(facts).find(({ ids }) => ids.length > 0)
  const name = url.split('/').at(-1) ?? facts.project.name
  const security = linkOf('security')
  const releases = toolsInUse(facts).some(({ tool }) => tool.kinds.includes('sign'))
  return prune({
    header: { 'schema-version': '2.0.0', 'last-updated': day, 'last-reviewed': day, url },
    project: {
      name,
      homepage: url,
      roadmap: linkOf('roadmap'),
      administrators: people,
      repositories: [{ name, url, comment: 'The main repository' }],
      documentation: { 'code-of-conduct': linkOf('conduct'), 'release-process': linkOf('release'), 'support-policy': linkOf('support') },
      'vulnerability-reporting': {
        'reports-accepted': security !== undefined,
        'bug-bounty-available': false,
        'security-policy': security,
        contact: input.securityEmail === undefined ? undefined : { name: 'Security contact', email: input.securityEmail, primary: true },
      },
    },
    repository: {
      url,
      status: 'active',
      'accepts-change-request': linkOf('contributing') !== undefined,
      'accepts-automated-change-request': facts.files.has('.github/dependabot.yml') || facts.files.has('renovate.json'),
      'core-team': people,
      license: {
        url: licence === undefined ? url : `${url}/blob/${commit === '' ? 'HEAD' : commit}/${licence.path}`,
        expression: licence?.ids[0] ?? 'NOASSERTION',
      },
      documentation: { 'contributing-guide': linkOf('contributing'), 'security-policy': security, governance: linkOf('governance') },
      release: releases
        ? {
            'automated-pipeline': true,
            'distribution-points': [{ uri: `${url}/releases`, comment: 'Releases' }],
            changelog: linkOf('changelog'),
          }
        : undefined,
      security: {
        assessments: { self: { comment: 'TO BE FILLED IN' } },
        tools: toolsInUse(facts).flatMap(({ tool, runs }) => {
          const type = TYPES.find(([kind]) => tool.kinds.includes(kind))?.[1]
          if (type === undefined || runs.length === 0) return []
          return [{ name: tool.name, type, rulesets: ['default'], integration: { adhoc: false, ci: true, release: false }, results: {} }]
        }),
      },
    },
  }) as Record<string, unknown>
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, prune(member)] as const)
      .filter(
        ([key, member]) =>
          member !== undefined &&
          (key === 'results' || !(typeof member === 'object' && member !== null && Object.keys(member).length === 0)),
      ),
  )
}

import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, isObject, textAt, valueAt } from '../encoding/json-value.ts'
import type { VerifiedStatement } from '../intoto/statement.ts'
import { Refused } from '../verdict/refused.ts'
import type { BuildClaims } from './build-signer.ts'

/** Google Cloud Build only: no other known builder wrote the first version. */
export const PROVENANCE_V01 = 'https://slsa.dev/provenance/v0.1'
export const PROVENANCE_V02 = 'https://slsa.dev/provenance/v0.2'
export const PROVENANCE_V1 = 'https://slsa.dev/provenance/v1'

/** One thing the provenance says that the certificate says too. */
export interface StatedClaim {
  readonly claim: keyof BuildClaims
  readonly value: string
  /** Where in the predicate. */
  readonly where: string
}

export interface Dependency {
  readonly uri: string
  readonly digests: JsonObject
}

/** What a provenance predicate of any version says, in one shape. */
export interface ProvenanceFacts {
  readonly version: 'v0.1' | 'v0.2' | 'v1'
  readonly builderId: string
  readonly buildType: string
  readonly stated: readonly StatedClaim[]
  readonly dependencies: readonly Dependency[]
  /** `git+https://…@refs/…` of the source, where the predicate names it. */
  readonly sourceUri?: string
  /** Branch a tag was pushed from, as the event says; empty for annotated tags. */
  readonly baseRef?: string
  readonly workflowInputs?: JsonObject
}

/**
 * Reads SLSA provenance 0.1, 0.2 and 1.x. The predicate type of 1.1 is that of 1.0. Refuses other predicates and those without
 * builder or build type.
 */
export function readProvenanceFacts(statement: VerifiedStatement): ProvenanceFacts {
  const { predicate, predicateType } = statement
  if (predicateType === PROVENANCE_V01) return readV01(predicate)
  if (predicateType === PROVENANCE_V02) return readV02(predicate)
  if (predicateType === PROVENANCE_V1) return readV1(predicate)
  throw new Refused('unsupported-version', 'The statement is not SLSA provenance of a known version', {
    expected: `${PROVENANCE_V1} or ${PROVENANCE_V02}`,
    found: predicateType,
  })
}

function readV01(predicate: JsonObject): ProvenanceFacts {
  const dependencies = readDependencies(predicate['materials'], 'materials')
  const substitutions = valueAt(predicate, 'recipe', 'arguments', 'substitutions')
  const commit = textAt(dependencies[0]?.digests, 'sha1') ?? /\/commit\/([0-9a-f]{40})$/.exec(dependencies[0]?.uri ?? '')?.[1]
  const tag = textAt(substitutions, 'TAG_NAME')
  const branch = textAt(substitutions, 'BRANCH_NAME')
  const ref = tag !== undefined ? `@refs/tags/${tag}` : branch !== undefined ? `@refs/heads/${branch}` : ''
  const repository = dependencies[0]?.uri.replace(/^git\+/, '').replace(/\/commit\/[0-9a-f]{40}$/, '')
  return {
    version: 'v0.1',
    builderId: asString(textAt(predicate, 'builder', 'id'), "The provenance's builder"),
    buildType: asString(textAt(predicate, 'recipe', 'type'), "The provenance's build type"),
    stated: [
      ...state('commit', commit, 'materials[0]'),
      ...state('commit', textAt(substitutions, 'COMMIT_SHA'), 'recipe.arguments.substitutions.COMMIT_SHA'),
    ],
    dependencies: dependencies.map((dependency) => ({ ...dependency, uri: dependency.uri.replace(/\/commit\/[0-9a-f]{40}$/, '') })),
    ...(repository === undefined ? {} : { sourceUri: `git+${repository}${ref}` }),
  }
}

function readV02(predicate: JsonObject): ProvenanceFacts {
  const invocation = valueAt(predicate, 'invocation')
  const environment = valueAt(invocation, 'environment')
  const sourceUri = textAt(invocation, 'configSource', 'uri')
  const event = valueAt(environment, 'github_event_payload') ?? valueAt(environment, 'GITHUB_EVENT_PAYLOAD')
  return {
    version: 'v0.2',
    builderId: asString(textAt(predicate, 'builder', 'id'), "The provenance's builder"),
    buildType: asString(predicate['buildType'], "The provenance's build type"),
    stated: [
      ...stateSource(sourceUri, 'invocation.configSource.uri'),
      ...state('commit', textAt(invocation, 'configSource', 'digest', 'sha1'), 'invocation.configSource.digest.sha1'),
      ...stateEntryPoint(sourceUri, textAt(invocation, 'configSource', 'entryPoint')),
      ...stateEnvironment(environment, 'invocation.environment'),
    ],
    dependencies: readDependencies(predicate['materials'], 'materials'),
    ...(sourceUri === undefined ? {} : { sourceUri }),
    ...eventFacts(event),
  }
}

function readV1(predicate: JsonObject): ProvenanceFacts {
  const definition = asObject(predicate['buildDefinition'], 'The build definition')
  const external = asObject(definition['externalParameters'], 'The external parameters')
  const internal = definition['internalParameters']
  const dependencies = readDependencies(definition['resolvedDependencies'], 'resolvedDependencies')
  const sourceUri = textAt(external, 'source', 'uri') ?? workflowSource(external) ?? dependencies[0]?.uri
  return {
    version: 'v1',
    builderId: asString(textAt(predicate, 'runDetails', 'builder', 'id'), "The provenance's builder"),
    buildType: asString(definition['buildType'], "The provenance's build type"),
    stated: [
      ...stateSource(textAt(external, 'source', 'uri'), 'externalParameters.source.uri'),
      ...state('commit', textAt(external, 'source', 'digest', 'sha1'), 'externalParameters.source.digest.sha1'),
      ...stateWorkflow(valueAt(external, 'workflow')),
      ...stateEnvironment(internal, 'internalParameters'),
      ...stateGitHub(valueAt(internal, 'github')),
      ...state('run', runUrl(textAt(predicate, 'runDetails', 'metadata', 'invocationId')), 'runDetails.metadata.invocationId'),
    ],
    dependencies,
    ...(sourceUri === undefined ? {} : { sourceUri }),
    ...eventFacts(valueAt(internal, 'GITHUB_EVENT_PAYLOAD')),
  }
}

function state(claim: keyof BuildClaims, value: string | undefined, where: string): readonly StatedClaim[] {
  return value === undefined || value === '' ? [] : [{ claim, value, where }]
}

/** `git+https://github.com/owner/name@refs/heads/main`: repository and ref. */
function stateSource(uri: string | undefined, where: string): readonly StatedClaim[] {
  const [, repository, ref] = /^git\+(https:\/\/[^@\s]+)(?:@(\S+))?$/.exec(uri ?? '') ?? []
  return [...state('repository', repository?.replace(/\.git$/, ''), where), ...state('ref', ref, where)]
}

/** Only paths inside the repository: some generators write the whole workflow reference, which the environment has too. */
function stateEntryPoint(uri: string | undefined, entryPoint: string | undefined): readonly StatedClaim[] {
  const [, repository, ref] = /^git\+(https:\/\/[^@\s]+)@(\S+)$/.exec(uri ?? '') ?? []
  if (repository === undefined || entryPoint?.startsWith('.github/') !== true) return []
  return state('workflow', `${repository}/${entryPoint}@${ref}`, 'invocation.configSource.entryPoint')
}

function workflowSource(external: JsonObject): string | undefined {
  const source = valueAt(external, 'workflow') ?? valueAt(external, 'buildConfigSource')
  const repository = textAt(source, 'repository')?.replace(/^git\+/, '')
  const ref = textAt(source, 'ref')
  return repository === undefined ? undefined : `git+${repository}${ref === undefined ? '' : `@${ref}`}`
}

function stateWorkflow(workflow: JsonValue | undefined): readonly StatedClaim[] {
  const [repository, path, ref] = ['repository', 'path', 'ref'].map((key) => textAt(workflow, key))
  const whole = repository && path && ref ? `${repository}/${path}@${ref}` : undefined
  return [
    ...state('repository', repository, 'externalParameters.workflow.repository'),
    ...state('workflow', whole, 'externalParameters.workflow'),
  ]
}

/** The variables a GitHub runner sets, which generators copy; some write them in lower case. */
function stateEnvironment(environment: JsonValue | undefined, where: string): readonly StatedClaim[] {
  const variable = (name: string) => [name, name.toLowerCase()].map((key) => valueAt(environment, key)).find((value) => value !== undefined)
  const text = (name: string) => {
    const value = variable(name)
    return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined
  }
  const repository = text('GITHUB_REPOSITORY')
  const workflow = text('GITHUB_WORKFLOW_REF')
  const [run, attempt] = [text('GITHUB_RUN_ID'), text('GITHUB_RUN_ATTEMPT')]
  const url = repository && run && attempt ? `https://github.com/${repository}/actions/runs/${run}/attempts/${attempt}` : undefined
  return [
    ...state('repository', repository && `https://github.com/${repository}`, `${where}.GITHUB_REPOSITORY`),
    ...state('ref', text('GITHUB_REF'), `${where}.GITHUB_REF`),
    ...state('commit', text('GITHUB_SHA') ?? text('GITHUB_SHA1'), `${where}.GITHUB_SHA`),
    ...state('trigger', text('GITHUB_EVENT_NAME'), `${where}.GITHUB_EVENT_NAME`),
    ...state('repositoryId', text('GITHUB_REPOSITORY_ID'), `${where}.GITHUB_REPOSITORY_ID`),
    ...state('ownerId', text('GITHUB_REPOSITORY_OWNER_ID'), `${where}.GITHUB_REPOSITORY_OWNER_ID`),
    ...state('workflow', workflow && `https://github.com/${workflow}`, `${where}.GITHUB_WORKFLOW_REF`),
    ...state('workflowCommit', text('GITHUB_WORKFLOW_SHA'), `${where}.GITHUB_WORKFLOW_SHA`),
    ...state('run', url, `${where}.GITHUB_RUN_ID`),
  ]
}

function stateGitHub(github: JsonValue | undefined): readonly StatedClaim[] {
  const where = 'internalParameters.github'
  return [
    ...state('trigger', textAt(github, 'event_name'), `${where}.event_name`),
    ...state('repositoryId', textAt(github, 'repository_id'), `${where}.repository_id`),
    ...state('ownerId', textAt(github, 'repository_owner_id'), `${where}.repository_owner_id`),
    ...state('runner', textAt(github, 'runner_environment'), `${where}.runner_environment`),
  ]
}

/** Some generators write another kind of id there. */
function runUrl(invocation: string | undefined): string | undefined {
  return invocation?.startsWith('https://github.com/') === true ? invocation : undefined
}

function readDependencies(value: JsonValue | undefined, what: string): readonly Dependency[] {
  if (value === undefined || value === null) return []
  return asArray(value, what).map((entry) => {
    const digest = valueAt(asObject(entry, `An entry of ${what}`), 'digest')
    return { uri: textAt(entry, 'uri') ?? '', digests: isObject(digest) ? digest : {} }
  })
}

function eventFacts(event: JsonValue | undefined): Pick<ProvenanceFacts, 'baseRef' | 'workflowInputs'> {
  const baseRef = textAt(event, 'base_ref')
  const inputs = valueAt(event, 'inputs')
  return { ...(baseRef === undefined ? {} : { baseRef }), ...(isObject(inputs) ? { workflowInputs: inputs } : {}) }
}

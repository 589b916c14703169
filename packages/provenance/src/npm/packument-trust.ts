import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { isObject } from '../encoding/json-value.ts'

/** How well a release is bound to a build, strongest last. What the registry says, not yet verified. */
export type NpmTrustLevel = 'unsigned' | 'registry-signed' | 'provenance' | 'trusted-publisher'

/** Where a verified provenance attestation says a release was built; given by whoever has verified it. */
export interface AttestedBuild {
  readonly repository: string
  readonly workflow?: string
  readonly builder?: string
  /** `refs/tags/v1.2.3` */
  readonly ref?: string
}

/** What one version of a packument shows about who published it and how. */
export interface NpmReleaseTrust {
  readonly version: string
  readonly publishedAt: Date
  readonly level: NpmTrustLevel
  readonly publisher?: string
  readonly email?: string
  /** Accounts that might publish when this version was published. */
  readonly maintainers: readonly string[]
  readonly repository?: string
  readonly installScripts: readonly string[]
  readonly build?: AttestedBuild
}

export const TRUST_LEVELS: readonly NpmTrustLevel[] = ['unsigned', 'registry-signed', 'provenance', 'trusted-publisher']

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall']

/**
 * Reads the versions of a registry document in the order they were published. A version without a readable publish time has no
 * place in that order and is named in `undated`: leaving the time out must not make a new release look like the oldest.
 */
export function readPackumentTrust(
  packument: JsonObject,
  builds: ReadonlyMap<string, AttestedBuild> = new Map(),
): { readonly releases: readonly NpmReleaseTrust[]; readonly undated: readonly string[] } {
  const times = object(packument['time'])
  const versions = Object.entries(object(packument['versions']))
  const releases = versions.map(([version, entry]) => readRelease(version, object(entry), times[version], builds.get(version)))
  const dated = releases.filter((release) => !Number.isNaN(release.publishedAt.getTime()))
  return {
    releases: dated.toSorted((left, right) => left.publishedAt.getTime() - right.publishedAt.getTime()),
    undated: releases.filter((release) => !dated.includes(release)).map((release) => release.version),
  }
}

function readRelease(version: string, entry: JsonObject, time: JsonValue | undefined, build: AttestedBuild | undefined): NpmReleaseTrust {
  const user = object(entry['_npmUser'])
  const publisher = text(user['name'])
  const email = text(user['email'])
  const repository = repositoryOf(entry['repository'])
  return {
    version,
    publishedAt: new Date(text(time) ?? Number.NaN),
    level: levelOf(object(entry['dist']), user),
    ...(publisher === undefined ? {} : { publisher }),
    ...(email === undefined ? {} : { email: email.toLowerCase() }),
    maintainers: list(entry['maintainers']).flatMap((maintainer) => text(object(maintainer)['name']) ?? []),
    ...(repository === undefined ? {} : { repository }),
    installScripts: INSTALL_SCRIPTS.filter((name) => text(object(entry['scripts'])[name]) !== undefined),
    ...(build === undefined ? {} : { build }),
  }
}

function levelOf(dist: JsonObject, user: JsonObject): NpmTrustLevel {
  const attested = isObject(object(dist['attestations'])['provenance'])
  if (attested && isObject(user['trustedPublisher'])) return 'trusted-publisher'
  if (attested) return 'provenance'
  return list(dist['signatures']).length > 0 ? 'registry-signed' : 'unsigned'
}

/** `host/owner/name` in lower case, whatever the form of writing: `git+ssh://git@host/owner/name.git#main`, `github:owner/name`. */
export function repositoryOf(value: JsonValue | undefined): string | undefined {
  const written = text(value) ?? text(object(value)['url'])
  if (written === undefined) return undefined
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+?)(?:\.git)?(?:#.*)?$/.exec(written)
  if (short !== null) return `${short[1] ?? 'github'}.${short[1] === 'bitbucket' ? 'org' : 'com'}/${short[2]}`.toLowerCase()
  const long = /^(?:git\+)?(?:[a-z]+:\/\/)?(?:[^@/\s]+@)?([^/:\s]+)(?::\d+)?[/:]([^\s#?@]+)/i.exec(written)
  if (long === null) return written.toLowerCase()
  const path = (long[2] ?? '').replace(/\/+$/, '').replace(/(?:\.git)+$/, '')
  return `${(long[1] ?? '').replace(/^www\./, '')}/${path}`.toLowerCase()
}

function object(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : []
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

import type { JsonValue } from '../encoding/json-value.ts'
import { ProtoMessage } from '../encoding/proto-json.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { Validity } from './validity.ts'
import { isWithin, readValidity } from './validity.ts'

/** A service to sign with (sigstore_trustroot.proto, Service). */
export interface SigningService {
  readonly url: string
  readonly apiVersion: number
  readonly validFor: Validity
  readonly operator: string
}

/** How many of the services of a kind to use: any one, all, or exactly so many. */
export interface ServiceSelection {
  readonly selector: 'ANY' | 'ALL' | 'EXACT'
  readonly count: number
}

/** Where a Sigstore instance's users sign (SigningConfig, version 0.2). */
export interface SigningConfig {
  readonly certificateAuthorities: readonly SigningService[]
  readonly issuers: readonly SigningService[]
  readonly logs: readonly SigningService[]
  readonly logSelection: ServiceSelection
  readonly timestampAuthorities: readonly SigningService[]
  readonly timestampSelection: ServiceSelection
}

const MEDIA_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json'
const SELECTORS = { ALL: 1, ANY: 2, EXACT: 3 } as const
const MAX_SERVICES = 100

/** Reads a signing configuration of version 0.2. Refuses other versions and services without URL or start. */
export function parseSigningConfig(bytes: Uint8Array | string): SigningConfig {
  return readSigningConfig(parseStrictJson(bytes, 'the signing configuration'))
}

export function readSigningConfig(value: JsonValue | undefined): SigningConfig {
  const names = ['mediaType', 'caUrls', 'oidcUrls', 'rekorTlogUrls', 'rekorTlogConfig', 'tsaUrls', 'tsaConfig']
  const config = new ProtoMessage(value, 'signingConfig', names, 'ignore')
  const mediaType = config.text('mediaType') ?? ''
  if (mediaType !== MEDIA_TYPE) {
    throw new Refused('unsupported-version', 'the signing configuration is of a version that is not known', {
      found: mediaType.slice(0, 200),
    })
  }
  return {
    certificateAuthorities: readServices(config, 'caUrls'),
    issuers: readServices(config, 'oidcUrls'),
    logs: readServices(config, 'rekorTlogUrls'),
    logSelection: readSelection(config, 'rekorTlogConfig'),
    timestampAuthorities: readServices(config, 'tsaUrls'),
    timestampSelection: readSelection(config, 'tsaConfig'),
  }
}

/**
 * The services to use now: valid at `now`, of an API version known, the newest of each operator first, as many as the selection
 * asks for. Refuses when there are not enough.
 */
export function selectServices(
  services: readonly SigningService[],
  selection: ServiceSelection,
  options: { readonly now: Date; readonly apiVersions: readonly number[] },
): readonly SigningService[] {
  const usable = services
    .filter(({ apiVersion, validFor }) => options.apiVersions.includes(apiVersion) && isWithin(validFor, options.now))
    .toSorted((a, b) => b.apiVersion - a.apiVersion || b.validFor.start.getTime() - a.validFor.start.getTime())
  const byOperator = usable.filter(({ operator }, index) => usable.findIndex((other) => other.operator === operator) === index)
  const wanted = selection.selector === 'ALL' ? Math.max(1, byOperator.length) : selection.selector === 'EXACT' ? selection.count : 1
  if (byOperator.length >= wanted) return byOperator.slice(0, wanted)
  throw new Refused('trust-missing', 'the signing configuration names too few services that can be used now', {
    expected: String(wanted),
    found: String(byOperator.length),
  })
}

function readServices(config: ProtoMessage, name: string): readonly SigningService[] {
  return config.messages(name, ['url', 'majorApiVersion', 'validFor', 'operator'], MAX_SERVICES).map((service) => ({
    url: service.requiredText('url'),
    apiVersion: service.count('majorApiVersion'),
    validFor: readValidity(service),
    operator: service.text('operator') ?? '',
  }))
}

function readSelection(config: ProtoMessage, name: string): ServiceSelection {
  const selection = config.message(name, ['selector', 'count'])
  const selector = selection?.enum('selector', SELECTORS) ?? 'ANY'
  const count = selection?.count('count') ?? 0
  if (selector === 'EXACT' && count === 0) throw new Refused('malformed', `signingConfig.${name} asks for exactly none`)
  return { selector, count }
}

import type { Hash } from './component.ts'

export type BomComponentType =
  | 'library'
  | 'application'
  | 'framework'
  | 'container'
  | 'operating-system'
  | 'device'
  | 'firmware'
  | 'file'
  | 'platform'
  | 'device-driver'
  | 'machine-learning-model'
  | 'data'
  | 'cryptographic-asset'

export interface BomReference {
  /** CycloneDX externalReference type (`vcs`, `website`, `distribution` …). */
  readonly type: string
  readonly url: string
}

/** One element of a bill of materials, as far as the formats share it. Empty strings and arrays stand for "not stated". */
export interface BomComponent {
  /** Unique in the document (bom-ref, SPDXID, spdxId). */
  readonly ref: string
  readonly type: BomComponentType
  /** Without group. */
  readonly name: string
  readonly group: string
  readonly version: string
  readonly purl: string
  readonly cpes: readonly string[]
  /** SPDX expressions or plain names. */
  readonly licenses: readonly string[]
  readonly hashes: readonly Hash[]
  readonly supplier: string
  readonly author: string
  readonly copyright: string
  readonly description: string
  readonly scope: '' | 'required' | 'optional' | 'excluded'
  readonly references: readonly BomReference[]
  readonly properties: readonly (readonly [name: string, value: string])[]
  /** ref of the component that contains this one (CycloneDX assembly, SPDX CONTAINS); absent at the top. Never a cycle. */
  readonly parent?: string
  /** E-mail address or URL of the supplier; absent when not stated. */
  readonly contact?: string
}

/** A bill of materials, format-neutral. What a reader could not carry over is a Problem of its result, never silent. */
export interface Bom {
  /** serialNumber of CycloneDX, documentNamespace of SPDX. */
  readonly id: string
  readonly name: string
  /** RFC 3339; empty when not stated. */
  readonly created: string
  readonly authors: readonly string[]
  readonly suppliers: readonly string[]
  readonly tools: readonly { readonly name: string; readonly version: string }[]
  /** Licence of the document's data, not of the components. */
  readonly dataLicense: string
  /** `build`, `source`, `analyzed` … (CISA SBOM types / CycloneDX lifecycles). */
  readonly lifecycles: readonly string[]
  /** ref of the thing the document describes; empty when none. It stands in `components` too. */
  readonly subject: string
  readonly components: readonly BomComponent[]
  /** Dependency edges between refs. */
  readonly edges: readonly (readonly [from: string, to: string])[]
  /** Refs for which the document states its dependencies, even when there are none (completeness). */
  readonly stated: readonly string[]
  /** E-mail address or URL of who made the document; absent when not stated. */
  readonly contact?: string
}

/** One vulnerability as a CycloneDX document states it: the words are the format's own. Empty strings and arrays stand for "not stated". */
export interface BomVulnerability {
  readonly id: string
  readonly source: { readonly name: string; readonly url: string }
  /** The same problem in other databases. */
  readonly references: readonly { readonly id: string; readonly source: { readonly name: string; readonly url: string } }[]
  readonly ratings: readonly {
    readonly source: string
    readonly score: number | null
    readonly severity: '' | 'critical' | 'high' | 'medium' | 'low' | 'info' | 'none' | 'unknown'
    readonly method: '' | 'CVSSv2' | 'CVSSv3' | 'CVSSv31' | 'CVSSv4' | 'OWASP' | 'SSVC' | 'other'
    readonly vector: string
  }[]
  /** Numbers without `CWE-`. */
  readonly cwes: readonly number[]
  readonly description: string
  readonly detail: string
  readonly recommendation: string
  readonly advisories: readonly string[]
  /** RFC 3339. */
  readonly published: string
  readonly updated: string
  readonly analysis: {
    readonly state: '' | 'resolved' | 'resolved_with_pedigree' | 'exploitable' | 'in_triage' | 'false_positive' | 'not_affected'
    readonly justification: string
    readonly response: readonly string[]
    readonly detail: string
  }
  readonly affects: readonly {
    /** ref of a component. */
    readonly ref: string
    /** Either a version or a `vers` range is stated. */
    readonly versions: readonly {
      readonly version: string
      readonly range: string
      readonly status: '' | 'affected' | 'unaffected' | 'unknown'
    }[]
  }[]
  readonly properties: readonly (readonly [name: string, value: string])[]
}

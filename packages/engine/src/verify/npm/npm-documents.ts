/** Where a registry's words come from: a folder somebody filled, or the registry itself. null: it has none. */
export interface NpmDocuments {
  /** The registry's document about all versions of a package. */
  packument(name: string): Promise<Buffer | null>
  /** Its answer about the attestations of one version. */
  attestations(name: string, version: string): Promise<Buffer | null>
}

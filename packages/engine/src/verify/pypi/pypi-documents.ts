/** Where an index's words come from: a folder somebody filled, or the index itself. null: it has none. */
export interface PypiDocuments {
  /** What the index says of all files of a project (PEP 691, JSON). */
  project(name: string): Promise<Buffer | null>
  /** The provenance object of a file (PEP 740); `url` is where the index says it is. */
  provenance(file: string, url: string | null): Promise<Buffer | null>
}

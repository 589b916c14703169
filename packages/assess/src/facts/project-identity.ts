/** What the assessed project is called and where it says it lives. Nothing here was proved. */
export interface ProjectIdentity {
  /** `host/owner/name` as Scorecard writes it, `file://…` for a folder without a remote. */
  readonly name: string
  /** Web address of the repository, without credentials; empty when unknown. */
  readonly url: string
  readonly forge: 'github' | 'gitlab' | 'gitea' | 'other' | 'none'
  /** Commit that the tree shows; empty when unknown. */
  readonly commit: string
}

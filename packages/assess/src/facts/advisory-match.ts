/** One advisory that applies to one component of the tree, as the engine matched it. */
export interface AdvisoryMatch {
  /** Advisory id shown first, and its other names. */
  readonly id: string
  readonly aliases: readonly string[]
  /** purl. */
  readonly component: string
  /** `runtime`, `dev`, `test`, `build`, `optional` … as the inventory has them; empty: not known. */
  readonly scopes: readonly string[]
  /** Relative paths of the lock files or manifests that bring the component in. */
  readonly paths: readonly string[]
  readonly kind: 'vulnerability' | 'malware' | 'unmaintained'
  readonly severity?: 'none' | 'low' | 'medium' | 'high' | 'critical' | 'unknown'
  readonly fixed?: string
}

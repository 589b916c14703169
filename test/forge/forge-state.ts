/** What a simulated forge knows of one repository; what a caller sees of it depends on the caller's role. */
export interface SimulatedRepository {
  readonly owner: string
  readonly name: string
  readonly organisation: boolean
  readonly twoFactor: boolean
  readonly archived: boolean
  readonly private: boolean
  readonly defaultBranch: string
  readonly protection: SimulatedProtection | null
  readonly ruleset: { readonly approvals: number; readonly enforcement: 'ACTIVE' | 'EVALUATE' } | null
  readonly commits: readonly SimulatedCommit[]
  readonly releases: readonly { readonly tag: string; readonly assets: readonly string[]; readonly draft?: boolean }[]
  readonly issues: readonly {
    readonly number: number
    readonly title: string
    readonly closed: boolean
    readonly commenter: string | null
  }[]
  readonly hooks: readonly { readonly id: number; readonly url: string; readonly secret: boolean }[]
  readonly workflowPermissions: 'read' | 'write'
  readonly privateReporting: boolean
  /** Path → text of the owner's shared policy repository; null: there is none. */
  readonly shared: Readonly<Record<string, string>> | null
}

export interface SimulatedProtection {
  readonly approvals: number
  readonly codeOwners: boolean
  readonly dismissStale: boolean
  readonly admins: boolean
  readonly strictChecks: boolean
  readonly checks: readonly string[]
}

export interface SimulatedCommit {
  readonly id: string
  readonly message: string
  readonly date: string
  readonly email: string
  /** Login; null: the address belongs to no account. */
  readonly author: string | null
  readonly pull: SimulatedPull | null
  /** Workflow file → conclusion. */
  readonly runs: Readonly<Record<string, string>>
}

export interface SimulatedPull {
  readonly number: number
  readonly author: string
  readonly mergedBy: string
  readonly merged: boolean
  readonly reviews: readonly { readonly author: string; readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' }[]
  readonly checks: readonly { readonly app: string; readonly conclusion: 'SUCCESS' | 'FAILURE' }[]
  readonly labels: readonly string[]
}

/** Classes of credentials. */
export type Role = 'anonymous' | 'stranger' | 'writer' | 'admin' | 'owner'

export interface SimulatedAccount {
  readonly login: string
  readonly company: string
  readonly organisations: readonly string[]
}

/** What the next requests meet instead of an answer: statuses with headers, or `drop` for a closed connection. */
export interface Fault {
  readonly status: number | 'drop'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ForgeState {
  readonly repositories: readonly SimulatedRepository[]
  readonly accounts: readonly SimulatedAccount[]
  /** Token → role; anything else is a bad token. */
  readonly tokens: Readonly<Record<string, Role>>
}

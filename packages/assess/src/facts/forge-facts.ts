import type { Fact } from '../outcome.ts'

/** What the forge shows about the repository itself. */
export interface ForgeRepository {
  readonly archived: boolean
  /** RFC 3339. */
  readonly createdAt: string
  readonly defaultBranch: string
  readonly private: boolean
  readonly fork: boolean
  readonly description: string
  readonly homepage: string
  readonly stars: number
  /** SPDX id as the forge recognised it; empty when it did not. */
  readonly licence: string
  readonly hasIssues: boolean
  readonly hasDiscussions: boolean
  readonly owner: { readonly login: string; readonly kind: 'user' | 'organisation' }
}

/** Rules for one branch. A field that these credentials may not see is null. */
export interface BranchProtection {
  readonly name: string
  readonly isDefault: boolean
  readonly protected: boolean | null
  readonly allowsDeletion: boolean | null
  readonly allowsForcePush: boolean | null
  readonly requiresLinearHistory: boolean | null
  readonly enforcedOnAdmins: boolean | null
  readonly requiresLastPushApproval: boolean | null
  readonly requiresUpToDate: boolean | null
  readonly requiresStatusChecks: boolean | null
  readonly statusChecks: readonly string[]
  readonly requiresPullRequests: boolean | null
  readonly requiredApprovals: number | null
  readonly dismissesStaleReviews: boolean | null
  readonly requiresCodeOwners: boolean | null
  readonly requiresSignedCommits: boolean | null
}

/** One account as the forge shows it. */
export interface ForgeAccount {
  readonly login: string
  readonly bot: boolean
}

/** One review of a change request. `association` is the forge's word for the reviewer's rights. */
export interface ForgeReview {
  readonly author: ForgeAccount | null
  readonly state: 'approved' | 'changes-requested' | 'commented' | 'dismissed'
  readonly association: 'owner' | 'member' | 'collaborator' | 'contributor' | 'none' | 'unknown'
  /** Commit that was reviewed; empty when unknown. */
  readonly commit: string
}

/** One check run or commit status on the head of a change request. */
export interface ForgeCheckRun {
  /** Slug of the app, or context of the status. */
  readonly name: string
  readonly url: string
  readonly kind: 'check-run' | 'status'
  readonly state: 'success' | 'failure' | 'neutral' | 'pending' | 'other'
}

/** One merged change request. */
export interface ForgeChange {
  readonly number: number
  readonly url: string
  /** RFC 3339; empty when not merged. */
  readonly mergedAt: string
  readonly author: ForgeAccount | null
  readonly mergedBy: ForgeAccount | null
  readonly headCommit: string
  readonly labels: readonly string[]
  readonly reviews: readonly ForgeReview[]
  /** Null: could not be read. */
  readonly checks: readonly ForgeCheckRun[] | null
}

/** One commit of the default branch as the forge sees it, newest first. */
export interface ForgeCommit {
  readonly id: string
  readonly message: string
  /** RFC 3339. */
  readonly committedAt: string
  readonly author: ForgeAccount | null
  readonly committer: ForgeAccount | null
  /** The change request that brought it in; null: pushed directly. */
  readonly change: number | null
}

export interface ForgeComment {
  readonly association: ForgeReview['association']
  /** RFC 3339. */
  readonly createdAt: string
}

/** One issue with its comments, newest first. */
export interface ForgeIssue {
  readonly number: number
  readonly url: string
  readonly title: string
  readonly open: boolean
  /** RFC 3339. */
  readonly createdAt: string
  readonly closedAt: string | null
  readonly association: ForgeReview['association']
  readonly labels: readonly string[]
  readonly comments: readonly ForgeComment[]
}

export interface ForgeContributor {
  readonly login: string
  readonly contributions: number
  readonly bot: boolean
  readonly companies: readonly string[]
  readonly organisations: readonly string[]
}

export interface ForgeWebhook {
  readonly id: string
  readonly hasSecret: boolean
  readonly url: string
}

/** Settings that only some roles may read. */
export interface ForgeSecuritySettings {
  readonly privateReporting: boolean | null
  readonly secretScanning: boolean | null
  readonly pushProtection: boolean | null
  readonly codeScanningDefaultSetup: boolean | null
  readonly dependencyAlerts: boolean | null
  readonly dependencyUpdates: boolean | null
}

/** A security policy that the owner publishes for all of its repositories. */
export interface OrganisationPolicy {
  readonly url: string
  readonly path: string
  readonly text: string
}

/** Every fact that only a forge or a site can give. Each may be unknown by itself: rights differ by endpoint. */
export interface ForgeFacts {
  readonly repository: Fact<ForgeRepository>
  /** The default branch and the branches that releases come from. */
  readonly branches: Fact<readonly BranchProtection[]>
  /** Newest 30. */
  readonly commits: Fact<readonly ForgeCommit[]>
  /** The change requests that `commits` name. */
  readonly changes: Fact<readonly ForgeChange[]>
  /** Newest 30. */
  readonly issues: Fact<readonly ForgeIssue[]>
  readonly contributors: Fact<readonly ForgeContributor[]>
  /** File names of workflows whose newest run on the default branch succeeded, and the run's address. */
  readonly successfulRuns: Fact<ReadonlyMap<string, string>>
  /** Workflow file names with a successful run on the assessed commit itself. */
  readonly successfulRunsOnCommit: Fact<ReadonlySet<string>>
  /** Rights of a workflow token where the workflow does not state them. */
  readonly defaultWorkflowPermissions: Fact<'read' | 'write'>
  readonly webhooks: Fact<readonly ForgeWebhook[]>
  readonly settings: Fact<ForgeSecuritySettings>
  /** Null: the owner has none. */
  readonly organisationPolicy: Fact<OrganisationPolicy | null>
  readonly twoFactorRequired: Fact<boolean>
  /** The Best Practices Badge site's word for this repository. */
  readonly badge: Fact<'none' | 'in-progress' | 'passing' | 'silver' | 'gold'>
  /** The project is listed in OSS-Fuzz's status file. */
  readonly ossFuzz: Fact<boolean>
}

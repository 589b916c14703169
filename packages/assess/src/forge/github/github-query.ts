/**
 * Everything that one question to GitHub can answer about a repository: 30 commits with the pull request of each, its reviews and
 * checks; the rules of the default branch and of release branches; issues; releases; the owner's shared policy; and who wrote the
 * last 100 commits. Checked in tests against GitHub's published schema.
 */
export const GITHUB_QUERY = `
query Assess($owner: String!, $name: String!) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    isArchived createdAt isPrivate isFork description homepageUrl stargazerCount hasIssuesEnabled hasDiscussionsEnabled
    hasVulnerabilityAlertsEnabled viewerPermission securityPolicyUrl nameWithOwner
    licenseInfo { spdxId }
    owner { __typename login ... on Organization { requiresTwoFactorAuthentication viewerIsAMember } }
    defaultBranchRef {
      ...Branch
      target { ... on Commit { oid
        recent: history(first: 30) { nodes {
          oid message committedDate
          author { user { __typename login } }
          committer { user { __typename login } }
          checkSuites(first: 20) { nodes { conclusion workflowRun { url file { path } } } }
          associatedPullRequests(first: 1) { nodes {
            number url mergedAt headRefOid
            author { __typename login }
            mergedBy { __typename login }
            labels(first: 10) { nodes { name } }
            reviews(first: 30) { nodes { state authorAssociation commit { oid } author { __typename login } } }
            commits(last: 1) { nodes { commit { statusCheckRollup { contexts(first: 60) { nodes {
              __typename
              ... on CheckRun { name conclusion status detailsUrl checkSuite { app { slug } } }
              ... on StatusContext { context state targetUrl }
            } } } } } }
          } }
        } }
        authors: history(first: 100) { nodes { author { email user { login company organizations(first: 10) { nodes { login } } } } } }
      } }
    }
    releaseBranches: refs(refPrefix: "refs/heads/", query: "release", first: 5) { nodes { ...Branch } }
    issues(first: 30, orderBy: { field: CREATED_AT, direction: DESC }) { nodes {
      number url title closed createdAt closedAt authorAssociation
      labels(first: 10) { nodes { name } }
      comments(first: 30) { nodes { authorAssociation createdAt } }
    } }
    releases(first: 10, orderBy: { field: CREATED_AT, direction: DESC }) { nodes {
      tagName url isDraft publishedAt
      tagCommit { oid checkSuites(first: 20) { nodes { conclusion workflowRun { url file { path } } } } }
      releaseAssets(first: 50) { nodes { name url size } }
    } }
  }
  shared: repository(owner: $owner, name: ".github") {
    url
    upper: object(expression: "HEAD:SECURITY.md") { ... on Blob { text } }
    docs: object(expression: "HEAD:docs/SECURITY.md") { ... on Blob { text } }
    hidden: object(expression: "HEAD:.github/SECURITY.md") { ... on Blob { text } }
  }
}
fragment Branch on Ref {
  name
  refUpdateRule {
    allowsDeletions allowsForcePushes requiredApprovingReviewCount requiredStatusCheckContexts requiresCodeOwnerReviews
    requiresLinearHistory requiresSignatures
  }
  branchProtectionRule {
    allowsDeletions allowsForcePushes dismissesStaleReviews isAdminEnforced requireLastPushApproval requiredApprovingReviewCount
    requiredStatusCheckContexts requiresApprovingReviews requiresCodeOwnerReviews requiresCommitSignatures requiresLinearHistory
    requiresStatusChecks requiresStrictStatusChecks
  }
  rules(first: 50) { nodes {
    type
    repositoryRuleset { enforcement bypassActors(first: 1) { totalCount } }
    parameters {
      __typename
      ... on PullRequestParameters { dismissStaleReviewsOnPush requireCodeOwnerReview requireLastPushApproval requiredApprovingReviewCount }
      ... on RequiredStatusChecksParameters { strictRequiredStatusChecksPolicy requiredStatusChecks { context } }
    }
  } }
}
`

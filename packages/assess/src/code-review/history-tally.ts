import { isBot } from '../facts/bots.ts'
import type { CommitFact, GitFacts } from '../facts/git-facts.ts'
import type { Missing, Place } from '../outcome.ts'
import type { ReviewTally } from './review-tally.ts'

const WINDOW = 100
const ELSEWHERE: Missing = {
  what: 'network',
  detail: 'the history names reviews or change requests, which only the forge can show',
  remedy: 'run with a token of the forge, or have reviewers sign merge commits',
}

/**
 * Reviews that the history itself proves: a commit whose signature, verified by the caller, is by the key of another person than its
 * author. Trailers, merge shapes and numbers of change requests are what anybody can write; they only say that reviews may be elsewhere.
 */
export function tallyOfHistory({ commits }: GitFacts): ReviewTally {
  const window = commits.slice(0, WINDOW)
  const owners = keyOwners(commits)
  const people = new Set(
    window
      .flatMap(({ author, committer }) => [author, committer])
      .filter((person) => !isBot(person) && !isForge(person.email))
      .map(personKey),
  )
  const merged = mergedBySigner(window, owners)
  const unreviewed: Place[] = []
  let [approved, total, claimed] = [0, 0, 0]
  for (const commit of window) {
    if (isBot(commit.author) || commit.parents.length > 1) continue
    total++
    if (merged.has(commit.id) || isSignedByOther(commit, owners)) approved++
    else {
      if (unreviewed.length < 10) unreviewed.push({ commit: commit.id })
      if (claimsReview(commit)) claimed++
    }
  }
  const anyMerge = window.some(({ parents }) => parents.length > 1)
  const elsewhere = approved < total && (claimed > 0 || anyMerge)
  return {
    approved,
    total,
    claimed,
    people: people.size,
    unreviewed,
    botsOnly: total === 0 && window.length > 0,
    ...(elsewhere ? { missing: ELSEWHERE } : {}),
  }
}

function personKey({ name, email }: { readonly name: string; readonly email: string }): string {
  // One person with two addresses has one name; one name is one person as far as anybody can tell here.
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return plain === '' ? email.toLowerCase() : plain
}

function isForge(email: string): boolean {
  return /^noreply@(?:github|gitlab)\.|@users\.noreply\.github\.com$/i.test(email) && /^noreply@/i.test(email)
}

/** Whose key it is: whoever signed commits of his own with it. */
function keyOwners(commits: readonly CommitFact[]): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>()
  for (const { signature, author, committer, parents } of commits) {
    if (signature.state !== 'verified' || signature.signer === undefined) continue
    const owner = owners.get(signature.signer) ?? new Set()
    owner.add(personKey(committer))
    if (parents.length < 2 && author.email.toLowerCase() === committer.email.toLowerCase()) owner.add(personKey(author))
    owners.set(signature.signer, owner)
  }
  return owners
}

function isSignedByOther({ signature, author }: CommitFact, owners: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  if (signature.state !== 'verified' || signature.signer === undefined || isForgeKey(signature.signer)) return false
  if (signature.signer.toLowerCase().includes(author.email.toLowerCase())) return false
  return owners.get(signature.signer)?.has(personKey(author)) !== true
}

/** The forge signs what is merged on its pages, whoever pressed the button. */
function isForgeKey(signer: string): boolean {
  return /noreply@(?:github|gitlab)\.|web-flow/i.test(signer)
}

/** Commits that a merge brought in which somebody else than their authors signed. */
function mergedBySigner(window: readonly CommitFact[], owners: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const byId = new Map(window.map((commit) => [commit.id, commit]))
  const found = new Set<string>()
  for (const merge of window) {
    if (merge.parents.length < 2 || merge.signature.state !== 'verified') continue
    const mainline = new Set<string>()
    for (let at = byId.get(merge.parents[0] ?? ''); at !== undefined; at = byId.get(at.parents[0] ?? '')) mainline.add(at.id)
    for (let at = byId.get(merge.parents[1] ?? ''); at !== undefined && !mainline.has(at.id); at = byId.get(at.parents[0] ?? ''))
      if (isSignedByOther({ ...merge, author: at.author }, owners)) found.add(at.id)
  }
  return found
}

const CLAIMS = new Set([
  'reviewed-by',
  'reviewed-on',
  'approved-by',
  'acked-by',
  'pr-url',
  'differential revision',
  'piperorigin-revid',
  'change-id',
  'pull-request',
  'closes',
  'tested-by',
])

function claimsReview({ subject, body, trailers, author, committer }: CommitFact): boolean {
  if (trailers.some(([key]) => CLAIMS.has(key))) return true
  if (/\(#\d{1,7}\)|\(!\d{1,7}\)|^Merge |#\d{1,7}$/.test(subject)) return true
  if (/^(?:Reviewed-by|Reviewed-on|PR-URL|Differential Revision|PiperOrigin-RevId|(?:Closes|Fixes)(?: |:))/im.test(body.slice(0, 20_000)))
    return true
  return author.email.toLowerCase() !== committer.email.toLowerCase()
}

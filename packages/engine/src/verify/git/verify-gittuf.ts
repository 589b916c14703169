import type { Problem, Step, VerificationItem, VerificationReport } from '@cupel/model'
import { Trace } from '@cupel/provenance'
import type { GittufSignerQuery } from '@cupel/provenance'
import type { GitRepository } from '@cupel/source'
import { loadRoot } from '../trust-input.ts'
import { verificationReport } from '../verification.ts'
import { gittufHistory } from './gittuf-history.ts'
import { judgeGittufRef } from './judge-gittuf-ref.ts'
import { openRepository, repositoryFault } from './open-repository.ts'

export interface GittufRequest {
  /** Folder of the repository; bare ones too. */
  readonly target: string
  /** The only keys that the first root of trust may name: `SHA256:…`, or `identity::issuer`. */
  readonly rootKeys: readonly string[]
  /** Branches and tags as `refs/heads/main`; none: the branch of HEAD. */
  readonly refs: readonly string[]
  readonly trustedRoot?: string
  /** Oldest trust root accepted, in days. */
  readonly maxRootAge?: number
  readonly cwd: string
  readonly now: Date
}

/**
 * Judges refs by the gittuf policy of their repository: every change that the reference state log records, by the policy of its time: who
 * stands behind it, and behind every commit it brings for the files that rules protect; and whether the ref stands where the log says. The
 * first root of trust is believed for the keys that the user names, and every later one by the one before.
 */
export async function verifyGittuf(request: GittufRequest): Promise<VerificationReport> {
  const { target, cwd, now, rootKeys } = request
  const root = loadRoot(request.trustedRoot, { cwd, now, maxAgeDays: request.maxRootAge })
  const git = await openRepository(target, cwd)
  try {
    const refs = request.refs.length > 0 ? request.refs : [`refs/heads/${git.headBranch() ?? 'main'}`]
    const query: GittufSignerQuery = { trust: { sigstore: root.trusted }, now, keys: new WeakMap() }
    const { items, problems } = await judgeRefs(git, refs, { query, rootKeys })
    const shown = { policy: `gittuf, from ${rootKeys.join(', ')}`, root: root.name, rootDate: root.date, rootWarning: root.warning }
    return verificationReport(items, [...git.problems, ...problems], shown)
  } catch (error) {
    throw repositoryFault(error, target)
  } finally {
    git.close()
  }
}

async function judgeRefs(
  git: GitRepository,
  refs: readonly string[],
  { query, rootKeys }: { readonly query: GittufSignerQuery; readonly rootKeys: readonly string[] },
): Promise<{ readonly items: readonly VerificationItem[]; readonly problems: readonly Problem[] }> {
  const { value: history, root } = await Trace.runAsync('log', 'the log and its policies hold', (trace) =>
    gittufHistory(git, { ...query, rootKeys }, trace),
  )
  if (history === undefined) return { items: refs.map((ref) => refused(ref, root)), problems: [] }
  const problems: Problem[] = []
  const items: VerificationItem[] = []
  for (const ref of refs) {
    const { item, problem } = await judgeGittufRef(git, ref, { ...query, history })
    items.push(item)
    if (problem !== null) problems.push(problem)
    if (history.hasControllers) problems.push(rulesElsewhere(ref))
    if (history.remarks.length > 0) problems.push(olderPolicy(ref))
  }
  return { items, problems }
}

function rulesElsewhere(path: string): Problem {
  const detail = 'the policy leaves rules to controller repositories, and those are not read'
  return { code: 'unsupported-content', effect: 'incomplete', path, detail, by: 'verify-gittuf' }
}

function olderPolicy(path: string): Problem {
  const detail = 'a policy that had been replaced came back; without numbers in its metadata nobody can tell whether it was rolled back'
  return { code: 'unsupported-content', effect: 'incomplete', path, detail, by: 'verify-gittuf' }
}

function refused(ref: string, log: Step): VerificationItem {
  const title = `every change of ${ref} is as the gittuf policy of its time allows`
  const step: Step = { id: 'gittuf', title, outcome: 'failed', steps: [log] }
  return { subject: ref, kind: 'git-ref', digests: {}, outcome: 'refused', signers: [], times: [], vouchedBy: [], step }
}

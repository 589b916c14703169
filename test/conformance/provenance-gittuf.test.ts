import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseTrustedRoot, readReferenceStateLog, Trace, verifyGittufPolicy, verifyRefUpdate } from '@cupel/provenance'
import type { GittufPolicyFiles, VerifiedGittufPolicy } from '@cupel/provenance'
import { openGitRepository } from '@cupel/source'
import type { GitCommit, GitRepository, GitTree } from '@cupel/source'
import { afterAll, describe, expect, it } from 'vitest'
import { sharedPath } from '../shared.ts'
import { bytesOf, casesOf, outcomeOf } from './provenance-git-cases.ts'

const cases = casesOf('gittuf')

function filesOf(tree: GitTree): GittufPolicyFiles {
  const files = new Map<string, Uint8Array>()
  tree.walk(
    (folder) => {
      for (const name of folder.files) {
        const path = folder.path === '' ? name : `${folder.path}/${name}`
        const file = tree.open(path)
        if (file !== null) files.set(path, Buffer.from(file.read(0, file.size)))
      }
      return folder.folders
    },
    () => {},
  )
  tree.close()
  return files
}

async function commitsOf(repository: GitRepository, ref: string): Promise<readonly GitCommit[]> {
  const commits: GitCommit[] = []
  for await (const commit of repository.commits({ from: [ref] })) commits.push(commit)
  return commits
}

describe.runIf(cases.length > 0)('gittuf’s own repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-test-gittuf-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has a log that parses and policies that verify', async () => {
    execFileSync('git', ['init', '--quiet', '--bare', folder])
    execFileSync('git', [
      '-C',
      folder,
      'fetch',
      '--quiet',
      sharedPath('provenance/gittuf/gittuf-refs.bundle') ?? '',
      'refs/gittuf/*:refs/gittuf/*',
    ])
    const repository = await openGitRepository(folder)
    if (repository === null) throw new Error('no repository')
    const trust = { sigstore: parseTrustedRoot(bytesOf('trust/sigstore-prod.trusted_root.json')) }
    const log = readReferenceStateLog(await commitsOf(repository, 'refs/gittuf/reference-state-log'))
    expect(log.entries.length).toBe(1869)

    const states = [...(await commitsOf(repository, 'refs/gittuf/policy'))].reverse()
    const policies = new Map<string, VerifiedGittufPolicy>()
    let previous: VerifiedGittufPolicy | undefined
    for (const { id } of states) {
      const files = filesOf(await repository.treeAt(id))
      const verdict = Trace.run('policy', 'The policy', (trace) =>
        verifyGittufPolicy(files, previous === undefined ? { trust } : { trust, previous }, trace),
      )
      expect([id, outcomeOf(verdict)]).toEqual([id, 'verified'])
      previous = verdict.value as VerifiedGittufPolicy
      policies.set(id, previous)
    }

    const approvals = filesOf(await repository.treeAt('refs/gittuf/attestations'))
    const before = new Map<string, string>()
    let policy: VerifiedGittufPolicy | undefined
    const outcomes: Record<string, number> = {}
    let recordedAlone = 0
    let sampled = 0
    for (const { entry, commit } of log.entries) {
      if (entry.kind !== 'reference') continue
      if (entry.ref === 'refs/gittuf/policy') policy = policies.get(entry.targetId)
      const fromId = before.get(entry.ref) ?? '0'.repeat(40)
      if (!log.skipped.has(entry.id)) before.set(entry.ref, entry.targetId)
      if (policy === undefined || log.skipped.has(entry.id) || entry.ref !== 'refs/heads/main') continue
      const prefix = `code-review-approvals/${entry.ref}/${fromId}-`
      const found = [...approvals].filter(([path]) => path.startsWith(prefix))
      const envelopes = found.map(([path, envelope]) => ({ app: Buffer.from(path.split('/').at(-1) ?? '', 'base64').toString(), envelope }))
      const now = new Date('2026-08-01')
      const judge = (treeId: string) =>
        Trace.run('update', 'The change', (trace) =>
          verifyRefUpdate(
            { commit, ref: entry.ref, fromId, treeId, approvals: envelopes },
            { policy: policy as VerifiedGittufPolicy, trust, now },
            trace,
          ),
        )
      // The bundle lacks the commits of main, so the tree of a change is one of those that approvals name.
      const trees = ['', ...new Set(found.map(([path]) => path.slice(prefix.length, prefix.length + 40)))]
      const verdict = trees.map(judge).find(({ outcome }) => outcome === 'verified') ?? judge('')
      outcomes[verdict.outcome] = (outcomes[verdict.outcome] ?? 0) + 1
      if ((outcomes[verdict.outcome] ?? 0) % 8 !== 0) continue
      const forged = judge('1'.repeat(40))
      sampled += 1
      if (forged.outcome === 'verified') recordedAlone += 1
    }
    console.log(
      `gittuf: ${cases.length} of ${cases.length} rows right; ${log.entries.length} entries, ${policies.size} policies verified, main: ${JSON.stringify(outcomes)}, with a forged tree ${recordedAlone} of ${sampled}`,
    )
    expect(outcomes).toEqual({ verified: 415 })
    // Only what one of the principals recorded with his own key stands without an approval of this very tree.
    expect(sampled).toBeGreaterThan(40)
    expect(recordedAlone).toBeLessThan(5)
    repository.close()
  })
})

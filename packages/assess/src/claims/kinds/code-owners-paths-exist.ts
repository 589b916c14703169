import type { Claim, ClaimKind } from '../claim.ts'

const FILES = ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

/** CODEOWNERS says who reviews a path. */
export const codeOwnersPathsExist: ClaimKind = {
  id: 'code-owners-paths-exist',
  title: 'Paths of CODEOWNERS exist',
  check(facts) {
    const path = FILES.find((file) => facts.files.has(file))
    if (path === undefined) return []
    const folders = new Set(
      facts.files.paths.flatMap((one) =>
        one
          .split('/')
          .slice(0, -1)
          .map((_part, at, parts) => parts.slice(0, at + 1).join('/')),
      ),
    )
    return (facts.files.text(path) ?? '').split('\n', 5_000).flatMap((line, at): readonly Claim[] => {
      const pattern = /^(\/[\w./@-]{1,300})\s/.exec(line)?.[1]
      // Only plain paths from the root can be judged without a doubt.
      if (pattern === undefined) return []
      const plain = pattern.replace(/^\/|\/$/g, '')
      const there = plain === '' || facts.files.has(plain) || folders.has(plain) || facts.files.links.includes(plain)
      const stated = { path, line: at + 1, snippet: line.slice(0, 120) }
      const parent = plain.includes('/') ? plain.slice(0, plain.lastIndexOf('/')) : '.'
      return [
        {
          claim: `changes of ${pattern} have reviewers`,
          stated,
          verdict: there ? 'holds' : 'contradicted',
          message: there ? 'The path is there' : 'There is no such path: what stands in its place has no owner',
          evidence: [{ path: there ? plain || '.' : parent }],
        },
      ]
    })
  },
}

import { insightsValue } from '../insights-value.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS links documents of the repository. */
export const insightsLinksExist: ClaimKind = {
  id: 'insights-links-exist',
  title: 'Files that SECURITY-INSIGHTS links are there',
  check(facts): readonly Claim[] {
    const insights = insightsValue(facts, 'header')
    const { url } = facts.project
    if (insights === undefined || url === '') return []
    const path = insights.place.path ?? ''
    const folders = new Set(
      facts.files.paths.flatMap((one) =>
        one
          .split('/')
          .slice(0, -1)
          .map((_part, at, parts) => parts.slice(0, at + 1).join('/')),
      ),
    )
    return (facts.files.text(path) ?? '').split('\n', 3_000).flatMap((line, at): readonly Claim[] => {
      const address = /(https:\/\/[^\s'"<>]{5,400})/.exec(line.slice(0, 1_000))?.[1]
      if (address === undefined || !address.toLowerCase().startsWith(`${url.toLowerCase()}/blob/`)) return []
      const target = /^(?:main|master|HEAD)\/([^?#]+)/.exec(address.slice(url.length + 6))?.[1]
      if (target === undefined) return []
      const there = facts.files.has(target) || folders.has(target.replace(/\/$/, '')) || facts.files.links.includes(target)
      return [
        {
          claim: `there is ${target.slice(0, 120)}`,
          stated: { path, line: at + 1, snippet: line.trim().slice(0, 160) },
          verdict: there ? 'holds' : 'contradicted',
          message: there ? 'The file is there' : 'No such file is in the tree',
          evidence: [{ path: there ? target : '.' }],
        },
      ]
    })
  },
}

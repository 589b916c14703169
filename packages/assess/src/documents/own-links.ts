import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { Place } from '../outcome.ts'
import { isThirdParty } from './source-kind.ts'

/** An address of the project itself: home page, repository, download, documentation. */
export interface OwnLink {
  readonly url: string
  readonly place: Place
}

const MANIFESTS: readonly (readonly [RegExp, RegExp])[] = [
  [/^package\.json$/, /"(?:homepage|url)"\s*:\s*"(https?:\/\/[^"\s]{4,300})"/g],
  [/^composer\.json$/, /"(?:homepage|source|docs|issues)"\s*:\s*"(https?:\/\/[^"\s]{4,300})"/g],
  [/^Cargo\.toml$/, /^\s*(?:homepage|repository|documentation)\s*=\s*"(https?:\/\/[^"\s]{4,300})"/gm],
  [
    /^pyproject\.toml$/,
    /^\s*(?:"?(?:Home(?:[- ]?page)?|Documentation|Source(?: Code)?|Repository|Changes|Changelog|Donate|Issues?(?: Tracker)?|Tracker|Download)"?)\s*=\s*"(https?:\/\/[^"\s]{4,300})"/gim,
  ],
  [/^setup\.(?:py|cfg)$/, /\b(?:url|download_url|project_urls)\s*=\s*["']?(https?:\/\/[^"'\s]{4,300})/g],
  [/^DESCRIPTION$/, /^(?:URL|BugReports):\s*(https?:\/\/[^\s,]{4,300})/gm],
  [/^[\w.-]+\.gemspec$/, /\b(?:homepage|homepage_uri|source_code_uri|documentation_uri)["']?\]?\s*=\s*["'](https?:\/\/[^"'\s]{4,300})/g],
  [/^pom\.xml$/, /<url>\s*(https?:\/\/[^<\s]{4,300})\s*<\/url>/g],
  [/^mix\.exs$/, /\b(?:source_url|homepage_url)\s*[:=]\s*"(https?:\/\/[^"\s]{4,300})"/g],
]
const MAX_LINKS = 200

/** Addresses that the root's manifests give for the project, with their places. */
export const ownLinks: (facts: Facts) => readonly OwnLink[] = reading(({ files }) => {
  const links: OwnLink[] = []
  for (const path of files.paths) {
    if (path.includes('/') || isThirdParty(path)) continue
    for (const [name, pattern] of MANIFESTS) {
      if (!name.test(path)) continue
      const text = (files.text(path) ?? '').slice(0, 500_000)
      // Only the first addresses of a pom are the project's own.
      for (const [at, found] of [...text.matchAll(pattern)].entries()) {
        if (links.length >= MAX_LINKS || (path === 'pom.xml' && at > 2)) break
        links.push({
          url: found[1] ?? '',
          place: { path, line: text.slice(0, found.index).split('\n').length, snippet: (found[1] ?? '').slice(0, 200) },
        })
      }
    }
  }
  return links
})

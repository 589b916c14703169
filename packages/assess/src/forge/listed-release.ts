import type { ReleaseFacts } from '../facts/release-facts.ts'
import { flagAt, listAt, numberAt, textAt } from './json-shape.ts'

/** A release as GitHub's and Gitea's REST list it; its files are not at hand. */
export function listedRelease(json: unknown): ReleaseFacts {
  return {
    tag: textAt(json, 'tag_name'),
    url: textAt(json, 'html_url'),
    target: textAt(json, 'target_commitish'),
    publishedAt: textAt(json, 'published_at'),
    assets: listAt(json, 'assets').map((one) => ({
      name: textAt(one, 'name'),
      url: textAt(one, 'browser_download_url'),
      size: numberAt(one, 'size'),
    })),
    signatures: [],
    immutable: flagAt(json, 'immutable'),
    attestations: [],
  }
}

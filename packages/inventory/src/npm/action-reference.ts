import type { FoundPackage } from '../extractor.ts'

/** `owner/repo[/path]@ref`. */
const ACTION = /^([^/@\s]+)\/([^/@\s]+)((?:\/[^@\s]+)?)(?:@(\S+))?$/
/** A version in the comment behind a commit, as people and their bots write it: `# v4.1.1`, `# tag=v4`, `# ratchet:a/b@v4`. */
const COMMENT = /^#\s*(?:renovate:\s*)?(?:(?:tag|version)\s*[:=]\s*|pin@|ratchet:\S+@)?(v?\d+(?:\.\d+)*(?:[-+][\w.-]+)?)(?=\s|$)/

/**
 * The package that `uses: owner/repo/path@ref` names. A commit with a version in the comment behind it counts as that version, since
 * advisories name no commits; the commit stays in the qualifier `vcs_url`. null when the text is no such reference.
 */
export function actionPackage(uses: string, comment: string): FoundPackage | null {
  const parts = ACTION.exec(uses)
  if (parts === null) return null
  const [, namespace = '', name = '', path = '', ref = ''] = parts
  const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref)
  return {
    namespace,
    name,
    version: (commit ? COMMENT.exec(comment.trim())?.[1] : undefined) ?? ref,
    ...(path === '' ? {} : { subpath: path.slice(1) }),
    ...(commit ? { qualifiers: { vcs_url: `git+https://github.com/${namespace}/${name}@${ref}` } } : {}),
  }
}

/**
 * The package of an image reference (`[host/]name[:tag][@digest]`, distribution/reference grammar): the digest is its version, or the
 * tag where there is none. null when the text is no reference.
 */
export function imagePackage(reference: string): FoundPackage | null {
  const at = reference.indexOf('@')
  const digest = at < 0 ? '' : reference.slice(at + 1)
  const tagged = at < 0 ? reference : reference.slice(0, at)
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1)
  const tag = colon < 0 ? '' : tagged.slice(colon + 1)
  const segments = (colon < 0 ? tagged : tagged.slice(0, colon)).split('/')
  const first = segments[0] as string
  const host = segments.length > 1 && (/[.:]/.test(first) || first === 'localhost') ? first : ''
  const path = host === '' ? segments : segments.slice(1)
  if (path.some((segment) => !/^[a-z0-9][a-z0-9._-]*$/.test(segment)) || /[^\w.-]/.test(tag) || /[^\w:+.-]/.test(digest)) return null
  const qualifiers = { ...(host === '' ? {} : { repository_url: host }), ...(digest !== '' && tag !== '' ? { tag } : {}) }
  return {
    type: 'docker',
    ...(path.length > 1 ? { namespace: path.slice(0, -1).join('/') } : {}),
    name: path.at(-1) as string,
    version: digest || tag,
    qualifiers,
    ecosystem: '',
  }
}

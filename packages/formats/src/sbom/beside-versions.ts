/** Kinds whose package URLs have a digest or a commit for a version, and a tag beside it. */
const BY_DIGEST = /^(?:docker|oci|github|githubactions|bitbucket|gitlab|generic|swid)$/
/** Longer texts are no versions. */
const MAX_LENGTH = 200

/**
 * Whether the version beside a package URL is another than the one in it. Other spellings of one version are not: an epoch that the package
 * URL has apart, a leading `v`, closing zeros, build numbers; nor are ranges, variables and words that stand for no version.
 */
export function isOtherVersion(beside: string, inside: string, type: string): boolean {
  if (beside === inside || BY_DIGEST.test(type) || !isVersion(beside) || !isVersion(inside)) return false
  return plain(beside) !== plain(inside)
}

function isVersion(text: string): boolean {
  return (
    text.length <= MAX_LENGTH && /\d/.test(text) && !/[<>^*|,\s${}[\]()]/.test(text) && !/^(?:latest|noassertion|none|unknown)/i.test(text)
  )
}

function plain(version: string): string {
  const bare = version
    .toLowerCase()
    .replace(/^\d+:/, '')
    .replace(/^[v=]+(?=\d)/, '')
  const plus = bare.indexOf('+', 1)
  return (plus < 0 ? bare : bare.slice(0, plus)).replace(/(?:\.0){1,20}$/, '')
}

/** Kinds whose package URLs have a digest or a commit for a version, and a tag beside it. */
const BY_DIGEST = /^(?:docker|oci|github|githubactions|bitbucket|gitlab|generic|swid)$/
/** Kinds whose order goes by what follows a plus: `+deb12u1` is not yet mended where `+deb12u2` is. */
const ORDERED_BY_PLUS = /^(?:deb|rpm|apk|alpm|pypi)$/
/** Longer texts are no versions. */
const MAX_LENGTH = 200

/**
 * Whether the version beside a package URL is another than the one in it. Other spellings of one version are not: an epoch that the package
 * URL has apart, a leading `v`, closing zeros, build numbers that have no place in the kind's order; nor are ranges, variables and words that stand for no version.
 */
export function isOtherVersion(beside: string, inside: string, type: string): boolean {
  if (beside === inside || BY_DIGEST.test(type) || !isVersion(beside) || !isVersion(inside)) return false
  const [one, other] = [parts(beside), parts(inside)]
  if (one.version !== other.version || (one.epoch !== '' && other.epoch !== '' && one.epoch !== other.epoch)) return true
  // A Python package may be told without the local label that its URL has.
  const isLeftOut = type === 'pypi' && (one.plus === '' || other.plus === '')
  return ORDERED_BY_PLUS.test(type) && !isLeftOut && one.plus !== other.plus
}

function isVersion(text: string): boolean {
  return (
    text.length <= MAX_LENGTH && /\d/.test(text) && !/[<>^*|,\s${}[\]()]/.test(text) && !/^(?:latest|noassertion|none|unknown)/i.test(text)
  )
}

function parts(version: string): { readonly epoch: string; readonly version: string; readonly plus: string } {
  const lower = version.toLowerCase()
  const epoch = /^\d+(?=:)/.exec(lower)?.[0] ?? ''
  const bare = lower.slice(epoch === '' ? 0 : epoch.length + 1).replace(/^[v=]+(?=\d)/, '')
  const plus = bare.indexOf('+', 1)
  const end = plus < 0 ? bare.length : plus
  return { epoch, version: bare.slice(0, end).replace(/(?:\.0){1,20}$/, ''), plus: bare.slice(end) }
}

interface Version {
  readonly numbers: readonly string[]
  readonly suffix: string
}

/**
 * Whether a tag is the release asked for by a version prefix: `v14` covers v14.2 and v14.2.1, `v14.2` covers v14.2.1 and, as missing
 * parts count as 0, v14.0 covers v14. A pre-release is only covered by its own full version. Null when either is not such a tag.
 */
export function coversTag(asked: string, tag: string): boolean | null {
  const [wanted, found] = [readVersion(asked), readVersion(tag)]
  if (wanted === null || found === null) return null
  if (wanted.suffix !== found.suffix) return false
  return wanted.numbers.every((number, index) => number === (found.numbers[index] ?? '0'))
}

function readVersion(tag: string): Version | null {
  const match = /^v(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(tag)
  if (match === null) return null
  const [, major, minor, patch, suffix = ''] = match
  const numbers = [major, minor, patch].filter((number) => number !== undefined)
  return suffix !== '' && numbers.length < 3 ? null : { numbers, suffix }
}

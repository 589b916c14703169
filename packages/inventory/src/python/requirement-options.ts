/** A line of a requirements file: options of the whole file, or one requirement with its own options. */
export interface RequirementParts {
  /** The requirement, without its options; `` on an options line. */
  readonly requirement: string
  readonly editable: boolean
  readonly hashes: readonly string[]
  readonly includes: readonly { readonly kind: 'requirements' | 'constraints'; readonly path: string }[]
  /** An option line that pip does not know. */
  readonly unknown: boolean
}

/** Options of the whole file that say where and how to install, not what. */
const SETTINGS: ReadonlySet<string> = new Set([
  '-i',
  '--index-url',
  '--pypi-url',
  '--extra-index-url',
  '--no-index',
  '-f',
  '--find-links',
  '--no-binary',
  '--only-binary',
  '--prefer-binary',
  '--require-hashes',
  '--pre',
  '--trusted-host',
  '--use-feature',
  // Known to older versions of pip.
  '--allow-all-external',
  '--allow-external',
  '--allow-unverified',
  '--always-unzip',
  '-Z',
  '--no-use-wheel',
  '--use-wheel',
  '--process-dependency-links',
])

const INCLUDES = new Map([
  ['-r', 'requirements'],
  ['--requirement', 'requirements'],
  ['-c', 'constraints'],
  ['--constraint', 'constraints'],
] as const)

/** Splits the options off a logical line (pip documentation "Requirements file format", supported options). */
export function requirementParts(content: string): RequirementParts {
  if (!content.startsWith('-')) {
    const at = content.search(/\s-{1,2}[a-zA-Z]/)
    const options = at < 0 ? '' : content.slice(at)
    return {
      requirement: (at < 0 ? content : content.slice(0, at)).trim(),
      editable: false,
      hashes: hashesIn(options),
      includes: [],
      unknown: false,
    }
  }
  const { option, value } = optionOf(content)
  const kind = (INCLUDES as ReadonlyMap<string, 'requirements' | 'constraints'>).get(option)
  const includes = kind === undefined ? [] : [{ kind, path: unquoted(value) }]
  const editable = option === '-e' || option === '--editable'
  const unknown = kind === undefined && !editable && !SETTINGS.has(option)
  return { requirement: editable ? unquoted(value) : '', editable, hashes: [], includes, unknown }
}

/** `-r x`, `-rx`, `--requirement x` and `--requirement=x`. */
function optionOf(content: string): { readonly option: string; readonly value: string } {
  if (content.startsWith('--')) {
    const end = content.search(/[\s=]/)
    return end < 0 ? { option: content, value: '' } : { option: content.slice(0, end), value: content.slice(end + 1).trim() }
  }
  return { option: content.slice(0, 2), value: content.slice(2).replace(/^=/, '').trim() }
}

function hashesIn(options: string): readonly string[] {
  return [...options.matchAll(/--hash[=\s]\s*([a-z0-9]+:[0-9a-fA-F]+)/g)].map((match) => match[1] ?? '')
}

function unquoted(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value
}

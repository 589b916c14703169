import type { ForgeAddress, ForgeKind } from '@cupel/assess'

export interface TokenSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Content of a token file; counts before the environment. */
  readonly file?: string
  /** What to do where there is no token: ask anonymously, or not at all. */
  readonly anonymous: boolean
}

/** The forges that tokens are for, and the variables that hold them. A clone names its forge itself: another host must never get one. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'https://github.com': ['GITHUB_TOKEN', 'GH_TOKEN'],
  'https://gitlab.com': ['GITLAB_TOKEN'],
  'https://codeberg.org': ['CODEBERG_TOKEN'],
  'https://gitea.com': ['GITEA_TOKEN'],
}
const FORMS: readonly (readonly [RegExp, ForgeKind])[] = [
  [/^(?:gh[opsur]_|github_pat_)/, 'github'],
  [/^gl[a-z]{2,5}-/, 'gitlab'],
]

/**
 * Gives each forge its own token and no other one: names of variables and the forms of tokens tell whose they are. A token of no
 * known form goes to the known forges only. Nothing is sent without TLS.
 */
export function forgeTokens({ env, file = '', anonymous }: TokenSources): (address: ForgeAddress) => string | null {
  const given = file.trim()
  return ({ web, kind }) => {
    const names = Object.hasOwn(VARIABLES, web) ? VARIABLES[web] : undefined
    const owner = FORMS.find(([form]) => form.test(given))?.[1]
    if (names !== undefined && given !== '' && (owner === undefined || owner === kind)) return given
    const own = (names ?? []).map((name) => env[name]?.trim() ?? '').find((token) => token !== '')
    return own ?? (anonymous ? '' : null)
  }
}

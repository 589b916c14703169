import type { ForgeAddress, ForgeKind } from '@cupel/assess'

export interface TokenSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Content of a token file; counts before the environment. */
  readonly file?: string
}

/** The forges that tokens of the environment are for. A clone names its forge itself: another host must never get them. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'https://github.com': ['GITHUB_TOKEN', 'GH_TOKEN'],
  'https://gitlab.com': ['GITLAB_TOKEN'],
  'https://codeberg.org': ['CODEBERG_TOKEN'],
  'https://gitea.com': ['GITEA_TOKEN'],
}
const PREFIXES: readonly (readonly [RegExp, ForgeKind])[] = [
  [/^(?:gh[opsur]_|github_pat_)/, 'github'],
  [/^gl[a-z]{2,5}-/, 'gitlab'],
]

/**
 * Gives each forge its own token and no other one: names of variables and the forms of tokens tell whose they are. A token of no
 * known form goes to the known hosts only. Nothing is sent without TLS.
 */
export function forgeTokens({ env, file }: TokenSources): (address: ForgeAddress) => string {
  return ({ web, kind }) => {
    const names = Object.hasOwn(HOSTS, web) ? HOSTS[web] : undefined
    if (names === undefined) return ''
    const given = file?.trim() ?? ''
    if (given !== '') {
      const owner = PREFIXES.find(([form]) => form.test(given))?.[1]
      return owner === undefined || owner === kind ? given : ''
    }
    return names.map((name) => env[name]?.trim() ?? '').find((token) => token !== '') ?? ''
  }
}

import type { ForgeAddress, ForgeHosts, ForgeKind } from '@cupel/assess'

export interface TokenSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Content of a token file; counts before the environment. */
  readonly file?: string
  /** Contents of token files that the user gave for one host each, with its port; lower case. */
  readonly files?: ReadonlyMap<string, string>
  /** Self-hosted forges. */
  readonly hosts?: ForgeHosts
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
/** Forges that everybody can reach, by their web address. */
export const PUBLIC_FORGES: ReadonlySet<string> = new Set(Object.keys(VARIABLES))
/** Their hosts. */
export const PUBLIC_HOSTS: ReadonlySet<string> = new Set([...PUBLIC_FORGES].map((web) => new URL(web).host))
const FORMS: readonly (readonly [RegExp, ForgeKind])[] = [
  [/^(?:gh[opsur]_|github_pat_)/, 'github'],
  [/^gl[a-z]{2,5}-/, 'gitlab'],
]

/** The variable that holds the token of a self-hosted forge: `CUPEL_TOKEN_GIT_EXAMPLE_ORG`. */
export function tokenVariable(host: string): string {
  return `CUPEL_TOKEN_${host.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
}

/**
 * Gives each forge its own token and no other one: names of variables and the forms of tokens tell whose they are. A token of no
 * known form goes to the known forges only; a self-hosted one gets what was given for its host. Nothing is sent without TLS, but to
 * this machine.
 */
export function forgeTokens({ env, file = '', files, hosts, anonymous }: TokenSources): (address: ForgeAddress) => string | null {
  const given = file.trim()
  return ({ web, kind }) => {
    const { host, protocol, hostname } = new URL(web)
    const names = Object.hasOwn(VARIABLES, web) ? VARIABLES[web] : undefined
    const owner = FORMS.find(([form]) => form.test(given))?.[1]
    const safe = protocol === 'https:' || LOOPBACK.has(hostname)
    if (safe && hosts?.get(host) === kind) return selfHosted(host, kind, env, files) ?? (anonymous ? '' : null)
    const bound = names === undefined ? undefined : files?.get(host)?.trim()
    if (bound !== undefined) return bound
    if (names !== undefined && given !== '' && (owner === undefined || owner === kind)) return given
    const own = (names ?? [])
      .filter((name) => !isOfServer(name, env, web))
      .map((name) => env[name]?.trim() ?? '')
      .find((token) => token !== '')
    return own ?? (anonymous ? '' : null)
  }
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

function selfHosted(host: string, kind: ForgeKind, env: TokenSources['env'], files: TokenSources['files']): string | undefined {
  const enterprise = kind === 'github' && env['GH_HOST']?.toLowerCase() === host ? ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'] : []
  const runner = kind === 'github' && hostOf(env['GITHUB_SERVER_URL']) === host ? ['GITHUB_TOKEN'] : []
  const stated = [tokenVariable(host), ...enterprise, ...runner].map((name) => env[name]?.trim() ?? '')
  return [files?.get(host)?.trim() ?? '', ...stated].find((token) => token !== '')
}

/** On a runner of GitHub Enterprise Server this variable is the token of that server, not of github.com. */
function isOfServer(name: string, env: TokenSources['env'], web: string): boolean {
  const server = hostOf(env['GITHUB_SERVER_URL'])
  return name === 'GITHUB_TOKEN' && server !== null && server !== new URL(web).host
}

function hostOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : null
}

/** Forges whose workflows sign by another address than their own. */
const FORGES: Readonly<Record<string, string>> = { 'https://github.com': 'https://token.actions.githubusercontent.com' }

/**
 * Whose word it is that something was built of a repository there: the forge's own identity provider. Others that Sigstore accepts let
 * their users name any repository. Empty for what is no address.
 */
export function forgeIssuer(repository: string): string {
  const [origin = ''] = /^https:\/\/[^/]+/.exec(repository.toLowerCase()) ?? []
  return FORGES[origin] ?? origin
}

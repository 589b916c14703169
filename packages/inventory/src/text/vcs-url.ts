/**
 * The purl qualifier `vcs_url` (SPDX "package download location" form): `git+https://host/path@commit`. User names and
 * passwords, queries and fragments are dropped; an scp-like address becomes an ssh URL.
 */
export function vcsUrl(tool: string, address: string, commit: string): string {
  let url = address.startsWith(tool + '+') ? address.slice(tool.length + 1) : address
  url = url.replace(/[?#].*$/s, '')
  const scheme = url.indexOf('://')
  if (scheme < 0 && /^[\w.-]+@[\w.-]+:/.test(url)) url = 'ssh://' + url.replace(':', '/')
  else if (scheme > 0 && !url.startsWith('ssh:')) url = withoutUser(url, scheme + 3)
  return `${tool}+${url}${commit === '' ? '' : '@' + commit}`
}

function withoutUser(url: string, start: number): string {
  const slash = url.indexOf('/', start)
  const at = url.lastIndexOf('@', slash < 0 ? url.length : slash)
  return at < start ? url : url.slice(0, start) + url.slice(at + 1)
}

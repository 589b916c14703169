/**
 * `name:architecture`, and `name:all`, of the packages that apt installed only because others need them (apt's extended_states, apt-mark(8)). apt writes its own architecture for
 * packages of all architectures. null without the file: nothing is known then.
 */
export function automaticPackages(text: string | null): ReadonlySet<string> | null {
  if (text === null) return null
  const automatic = new Set<string>()
  let name = ''
  let architecture = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('Package: ')) name = line.slice(9).trim()
    else if (line.startsWith('Architecture: ')) architecture = line.slice(14).trim()
    else if (line.startsWith('Auto-Installed: 1')) automatic.add(`${name}:${architecture}`).add(`${name}:all`)
  }
  return automatic
}

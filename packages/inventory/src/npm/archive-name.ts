/** Whether an address or path names a packed package. */
export function isArchive(address: string): boolean {
  return /\.(?:tgz|tar\.gz|tar)$/.test(address)
}

/** The version in an archive's own name, `<name>-<version>.tgz` as `npm pack` writes it; otherwise empty. */
export function archiveVersion(name: string, address: string): string {
  const file = address.slice(address.lastIndexOf('/') + 1).replace(/[?#].*$/, '')
  const bare = name.slice(name.lastIndexOf('/') + 1)
  if (!file.startsWith(bare + '-') || !isArchive(file)) return ''
  const version = file.slice(bare.length + 1).replace(/\.(?:tgz|tar\.gz|tar)$/, '')
  return /^\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/.test(version) ? version : ''
}

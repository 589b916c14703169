/** Version in the file name of a wheel or source archive (PyPA "Binary distribution format", "Source distribution format"); `` for others. */
export function artifactVersion(url: string): string {
  const path = url.replace(/[?#].*$/s, '')
  const file = decoded(path.slice(path.lastIndexOf('/') + 1))
  if (file.endsWith('.whl')) {
    const parts = file.slice(0, -4).split('-')
    return parts.length === 5 || parts.length === 6 ? (parts[1] ?? '') : ''
  }
  const stem = /^(.+)\.(?:tar\.gz|tar\.bz2|tar\.xz|tgz|zip)$/.exec(file)?.[1] ?? ''
  return /-(\d[^-]*)$/.exec(stem)?.[1] ?? ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

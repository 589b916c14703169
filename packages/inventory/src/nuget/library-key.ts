/** Splits `Name/1.2.3`, the key of a library in NuGet's generated files; null when a part is empty. */
export function parseLibraryKey(key: string): { readonly name: string; readonly version: string } | null {
  const slash = key.lastIndexOf('/')
  if (slash < 1 || slash === key.length - 1) return null
  return { name: key.slice(0, slash), version: key.slice(slash + 1) }
}

/** A module path as purl type `golang` splits it: the last segment is the name. */
export function moduleName(path: string): { readonly namespace: string; readonly name: string } {
  const slash = path.lastIndexOf('/')
  return { namespace: slash < 0 ? '' : path.slice(0, slash), name: path.slice(slash + 1) }
}

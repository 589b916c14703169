/** A package that modules imported by address belong to. `type` is empty for addresses that name none. */
export interface RemoteModules {
  readonly type: '' | 'npm' | 'generic'
  readonly namespace: string
  readonly name: string
  readonly version: string
  readonly urls: readonly string[]
}

/** `/x/name@1.0.0/…` and `/std@1.0.0/…` of deno.land. */
const DENO_LAND = /^https:\/\/deno\.land\/(?:(x)\/([^/@]+)|(std))@([^/]+)\//
/** esm.sh serves npm packages: `/v135/name@1.0.0/…`, `/*@scope/name@1.0.0`, `/gh/…` is something else. */
const ESM_SH = /^https:\/\/esm\.sh\/(?:v\d+\/|stable\/)?\*?(?:(@[^/]+)\/)?([^/@]+)@(\d+\.\d+\.\d+[^/?&]*)/

/** Groups module addresses by the package and version they name, in file order. */
export function remoteModules(urls: readonly string[]): readonly RemoteModules[] {
  const groups = new Map<string, RemoteModules & { readonly urls: string[] }>()
  for (const url of urls) {
    const named = packageAt(url)
    const key = `${named.type}/${named.namespace}/${named.name}@${named.version}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { ...named, urls: [url] })
    else group.urls.push(url)
  }
  return [...groups.values()]
}

function packageAt(url: string): Omit<RemoteModules, 'urls'> {
  const land = DENO_LAND.exec(url)
  if (land !== null) {
    const namespace = land[1] === undefined ? 'deno.land' : 'deno.land/x'
    return { type: 'generic', namespace, name: land[2] ?? 'std', version: (land[4] as string).replace(/^v(?=\d)/, '') }
  }
  const esm = ESM_SH.exec(url)
  if (esm !== null) return { type: 'npm', namespace: esm[1] ?? '', name: esm[2] as string, version: esm[3] as string }
  return { type: '', namespace: '', name: '', version: '' }
}

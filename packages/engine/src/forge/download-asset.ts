const MAX_REDIRECTS = 4

export interface DownloadOptions {
  /** Web address of the forge: the first request goes there and nowhere else. */
  readonly web: string
  readonly maxBytes: number
  readonly signal: AbortSignal
  readonly timeoutMs?: number
}

/**
 * Fetches one file of a release. Null for whatever is not the whole file: another host, a refusal, one byte too many. No credentials go
 * along: a redirect to a store elsewhere, as forges make them, could carry them off. Redirects go to public names with TLS only, unless
 * the forge itself is on this machine.
 */
export async function downloadAsset(
  url: string,
  { web, maxBytes, signal, timeoutMs = 120_000 }: DownloadOptions,
): Promise<Uint8Array | null> {
  if (!URL.canParse(url) || new URL(url).origin !== new URL(web).origin) return null
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  let next = new URL(url)
  try {
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const response = await fetch(next.href, {
        redirect: 'manual',
        signal: limit,
        headers: { accept: 'application/octet-stream', 'user-agent': 'cupel' },
      })
      if (response.status === 200) return await limited(response, maxBytes)
      await response.body?.cancel()
      const location = response.headers.get('location')
      if (![301, 302, 303, 307, 308].includes(response.status) || location === null || !URL.canParse(location, next.href)) return null
      next = new URL(location, next)
      if (next.origin !== new URL(web).origin && !isPublic(next)) return null
    }
    return null
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Error) return null
    throw error
  }
}

/** A name with TLS that has a domain: no address, no neighbour. */
function isPublic({ protocol, hostname, username, password }: URL): boolean {
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  return (
    /^(?=.*[a-z])[a-z0-9.-]+\.[a-z]{2,}$/.test(hostname) && !/(?:^|\.)(?:localhost|local|internal|lan|home|corp|intranet)$/.test(hostname)
  )
}

async function limited(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  const stated = Number(response.headers.get('content-length') ?? 0)
  if (stated > maxBytes || response.body === null) {
    await response.body?.cancel()
    return null
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

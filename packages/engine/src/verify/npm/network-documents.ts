import { execFile } from 'node:child_process'
import { homedir } from 'node:os'
import { promisify } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { registryUnreachable } from '@cupel/model'
import type { NpmDocuments } from './npm-documents.ts'

const MAX_BYTES = 256_000_000
const TRIES = 3

/**
 * Asks the registry that npm is configured for. The configuration is the user's own: npm is asked in the home folder, so that a file in
 * the scanned project cannot send the questions elsewhere. Throws CupelError when the registry cannot be reached.
 */
export async function networkDocuments({
  registry,
  signal,
}: {
  readonly registry?: string
  readonly signal: AbortSignal
}): Promise<NpmDocuments> {
  const root = (registry ?? (await configuredRegistry())).replace(/\/+$/, '')
  const encoded = (name: string): string => name.replace('/', '%2f')
  return {
    packument: (name) => fetchDocument(`${root}/${encoded(name)}`, signal),
    attestations: (name, version) => fetchDocument(`${root}/-/npm/v1/attestations/${encoded(name)}@${version}`, signal),
  }
}

async function configuredRegistry(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { cwd: homedir(), timeout: 20_000 })
    const url = stdout.trim()
    if (/^https?:\/\/\S+$/.test(url)) return url
    throw new Error('npm names no registry')
  } catch (error) {
    throw registryUnreachable('the registry that npm is configured for', 'npm config get registry gave no address', error)
  }
}

async function fetchDocument(url: string, signal: AbortSignal): Promise<Buffer | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
        headers: { accept: 'application/json', 'user-agent': 'cupel' },
      })
      if (response.status === 404) {
        await response.body?.cancel()
        return null
      }
      if (response.ok) return await limited(response)
      await response.body?.cancel()
      throw new Error(`HTTP status ${response.status}`)
    } catch (error) {
      signal.throwIfAborted()
      if (attempt >= TRIES) throw registryUnreachable('the package registry', `no answer, ${TRIES} tries`, error)
      await sleep(300 * 2 ** attempt, undefined, { signal })
    }
  }
}

async function limited(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) throw new Error('the answer is over 256 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

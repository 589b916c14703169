import { execFile } from 'node:child_process'
import { homedir } from 'node:os'
import { promisify } from 'node:util'
import { registryUnreachable } from '@cupel/model'
import { fetchDocument } from '../fetch-document.ts'
import type { NpmDocuments } from './npm-documents.ts'

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

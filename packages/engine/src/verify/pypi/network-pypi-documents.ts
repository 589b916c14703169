import { execFile } from 'node:child_process'
import { homedir } from 'node:os'
import { promisify } from 'node:util'
import { registryUnreachable } from '@cupel/model'
import { fetchDocument } from '../fetch-document.ts'
import type { PypiDocuments } from './pypi-documents.ts'

const SIMPLE_JSON = 'application/vnd.pypi.simple.v1+json'

/**
 * Asks the index that pip is configured for. pip is asked in the home folder, so that no file of a project can send the questions
 * elsewhere. Throws CupelError when there is no index to ask.
 */
export async function networkPypiDocuments({
  index,
  signal,
}: {
  readonly index?: string
  readonly signal: AbortSignal
}): Promise<PypiDocuments> {
  const root = (index ?? (await configuredIndex())).replace(/\/+$/, '')
  return {
    project: (name) => fetchDocument(`${root}/${encodeURIComponent(name)}/`, signal, SIMPLE_JSON),
    provenance: (_, url) => (url === null ? Promise.resolve(null) : fetchDocument(new URL(url, `${root}/`).href, signal)),
  }
}

async function configuredIndex(): Promise<string> {
  const named = process.env['PIP_INDEX_URL']
  if (named !== undefined && isAddress(named)) return named
  try {
    const { stdout } = await promisify(execFile)('pip', ['config', 'get', 'global.index-url'], { cwd: homedir(), timeout: 20_000 })
    if (isAddress(stdout.trim())) return stdout.trim()
    throw new Error('pip names no index')
  } catch (error) {
    throw registryUnreachable('the index that pip is configured for', 'pip config get global.index-url gave no address', error)
  }
}

function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text)
}

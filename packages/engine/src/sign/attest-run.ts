import { spawn } from 'node:child_process'
import { createHash, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { signFailed, targetMissing } from '@cupel/model'
import { linkFileName, makeLink, Refused, signLink, signLinkMetablock } from '@cupel/provenance'
import type { EnvelopeSigner, JsonObject } from '@cupel/provenance'
import { recordArtifacts } from '../verify/layout/record-artifacts.ts'
import { publicHalf } from './make-bundle.ts'
import type { KeyFile } from './private-key.ts'
import { readPrivateKey } from './private-key.ts'

export interface AttestRunRequest {
  /** Name of the step in the layout. */
  readonly step: string
  readonly command: readonly string[]
  readonly materials: readonly string[]
  readonly products: readonly string[]
  readonly key: KeyFile
  /** The id that the layout gives the key; default: the SHA-256 of the key. */
  readonly keyId?: string
  /** As a DSSE envelope; else in the form that every in-toto tool reads. */
  readonly envelope: boolean
  /** Keep what the command printed in the link, each at most a megabyte. */
  readonly streams: boolean
  readonly cwd: string
}

export interface MadeLink {
  /** The command's; a link is only made of one that succeeded. */
  readonly exitCode: number
  readonly name: string
  readonly text: string
}

const MAX_STREAM = 1_000_000

/**
 * Runs the command that the user typed, and says in a signed link what went in and what came out (in-toto specification 1.0, §4.4). The
 * only place where cupel runs something, and it is never something that was found in a file.
 */
export async function attestRun(request: AttestRunRequest): Promise<MadeLink> {
  const { step, command, materials, products, cwd, streams } = request
  const privateKey = readPrivateKey(request.key, cwd)
  const signer = linkSigner(privateKey, request.keyId)
  const before = recordArtifacts(materials, cwd)
  const { exitCode, stdout, stderr } = await run(command, cwd, streams)
  if (exitCode !== 0) return { exitCode, name: '', text: '' }
  const byproducts: JsonObject = { 'return-value': exitCode, ...(streams ? { stdout, stderr } : {}) }
  const link = makeLink({ name: step, command, materials: before, products: recordArtifacts(products, cwd), byproducts })
  const text = request.envelope ? `${signLink(link, signer)}\n` : signLinkMetablock(link, signer)
  return { exitCode, name: linkFileName(step, signer.keyid), text }
}

/** Keys sign as in-toto's layouts expect of their type: RSA with PSS. */
function linkSigner(privateKey: KeyObject, keyId: string | undefined): EnvelopeSigner {
  try {
    const { type, spki } = publicHalf(privateKey)
    const hash = type === 'ed25519' ? null : type === 'p384' ? 'sha384' : type === 'p521' ? 'sha512' : 'sha256'
    // Padding 6 is RSA-PSS, with a salt as long as the digest.
    const how = type === 'rsa' ? { key: privateKey, padding: 6, saltLength: 32 } : privateKey
    return { keyid: keyId ?? createHash('sha256').update(spki).digest('hex'), sign: (message) => sign(hash, message, how) }
  } catch (error) {
    if (error instanceof Refused) throw signFailed(error.message, { cause: error })
    throw error
  }
}

interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

function run([program = '', ...args]: readonly string[], cwd: string, streams: boolean): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd, stdio: streams ? ['inherit', 'pipe', 'pipe'] : 'inherit' })
    const kept = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (chunk: Buffer) => {
        process[name].write(chunk)
        if (kept[name].length < MAX_STREAM) kept[name] += chunk.toString('utf8').slice(0, MAX_STREAM - kept[name].length)
      })
    }
    child.on('error', (error) => failed(targetMissing(program, error)))
    child.on('close', (code, killed) => done({ exitCode: code ?? (killed === null ? 1 : 128), ...kept }))
  })
}

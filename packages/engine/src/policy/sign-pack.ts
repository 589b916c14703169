import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { configInvalid } from '@cupel/model'
import { isOverlay, lintPack, PackInvalid, readOverlay, readPack } from '@cupel/policy'
import type { PackFault } from '@cupel/policy'
import { makeBundle } from '../sign/make-bundle.ts'
import type { MadeBundle, SignerRequest } from '../sign/make-bundle.ts'
import { catalogueIds } from './catalogue-ids.ts'
import { packText } from './load-packs.ts'
import { orPackError } from './pack-error.ts'

export interface SignPackRequest extends SignerRequest {
  /** Path of the pack or overlay. */
  readonly pack: string
}

export interface SignedPack {
  /** Empty for an overlay, as `version`. */
  readonly id: string
  readonly version: string
  readonly text: string
  /** `sha256:…` of the text. */
  readonly digest: string
  /** What to publish it as: name and version, or the file's own name. */
  readonly fileName: string
  readonly bundle: MadeBundle
}

/**
 * Signs a pack for others, over its very bytes. One that cannot be read, whose tests fail or that is weaker than it seems is not signed:
 * CupelError is thrown with every problem and its place. Nothing is written.
 */
export async function signPack(request: SignPackRequest): Promise<SignedPack> {
  const { pack: name, cwd, now } = request
  const { text } = packText(/[/\\.]/.test(name) ? name : `./${name}`, cwd)
  const { id, version } = await fitFor(text, { name, now })
  const bundle = await makeBundle({ kind: 'artifact', bytes: Buffer.from(text) }, request)
  const fileName = id === '' ? basename(name) : `${id}-${version}.yaml`
  return { id, version, text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}`, fileName, bundle }
}

async function fitFor(
  text: string,
  { name, now }: { readonly name: string; readonly now: Date },
): Promise<{ readonly id: string; readonly version: string }> {
  const catalogues = await catalogueIds()
  return orPackError(() => {
    if (isOverlay(text)) {
      const overlay = readOverlay(text, name)
      if (overlay.exceptions.some(({ expires }) => expires < now.toISOString().slice(0, 10)))
        throw configInvalid(name, 'an exception in it has ended; renew it, or remove it')
      return { id: '', version: '' }
    }
    const pack = readPack(text, name, { tests: true })
    const faults = lintPack(pack, { now, catalogues })
      .filter(({ level }) => level === 'error')
      .map(({ line, column, message }): PackFault => ({ source: name, line, column, message }))
    if (faults.length > 0) throw new PackInvalid(faults)
    return pack
  })
}

import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { configInvalid, nearestName, usageWrongValue } from '@cupel/model'
import { applyOverlay, isOverlay, readOverlay, readPack } from '@cupel/policy'
import type { PolicyOverlay, PolicyPack } from '@cupel/policy'
import { packTextOf } from './pack-bytes.ts'
import { orPackError } from './pack-error.ts'
import { shippedPack, shippedPackNames } from './shipped-packs.ts'

const MAX_BYTES = 1_000_000

export interface PackText {
  readonly text: string
  /** As the user named it. */
  readonly source: string
  /** Folder that its own references are meant from. */
  readonly folder: string
}

/**
 * Text of a pack: the name of a shipped one, or a path (anything with a slash, a backslash or an ending). A file does not hide a shipped
 * pack of the same name.
 */
export function packText(name: string, folder: string): PackText {
  if (!/[/\\.]/.test(name)) {
    const text = shippedPack(name)
    if (text !== null) return { text, source: name, folder }
    const known = shippedPackNames()
    const near = nearestName(name, known)
    throw usageWrongValue('--policy', name, near === null ? `one of ${known.join(', ')}, or a path such as ./${name}.yaml` : [...known])
  }
  const path = resolve(folder, name)
  try {
    if (statSync(path).size > MAX_BYTES) throw configInvalid(name, `a policy has at most ${MAX_BYTES} bytes`)
    const text = packTextOf(readFileSync(path))
    if (text === null) throw configInvalid(name, 'it is not UTF-8')
    return { text, source: name, folder: dirname(path) }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw configInvalid(name, 'cannot be read: is the path right, and may you read it?', { cause: error })
    throw error
  }
}

export interface LoadOptions {
  readonly cwd: string
  /** Read their tests too. */
  readonly tests?: boolean
}

/**
 * The packs that names and paths stand for, overlays applied. Throws CupelError when one cannot be read, has a wrong type in it or may
 * cost more than an evaluation has: a policy that cannot be used is never left out.
 */
export function loadPacks(names: readonly string[], { cwd, tests = false }: LoadOptions): readonly PolicyPack[] {
  const packs = names.flatMap((name) => loadOne(packText(name, cwd), tests))
  const twice = packs.find((pack, at) => packs.findIndex(({ id }) => id === pack.id) !== at)
  if (twice !== undefined) throw configInvalid(twice.source, `there are two packs "${twice.id}"`)
  return packs
}

function loadOne({ text, source, folder }: PackText, tests: boolean): readonly PolicyPack[] {
  return orPackError(() => {
    if (!isOverlay(text)) return [readPack(text, source, { tests })]
    const overlay = readOverlay(text, source)
    const packs = overlay.of.map((one) => basePack(one, { overlay, folder, tests }))
    return applyOverlay(packs, overlay)
  })
}

function basePack(
  { name, digest }: PolicyOverlay['of'][number],
  { overlay, folder, tests }: { readonly overlay: PolicyOverlay; readonly folder: string; readonly tests: boolean },
): PolicyPack {
  const { text, source } = packText(name, folder)
  if (isOverlay(text)) throw configInvalid(overlay.source, `${name} is an overlay itself; name the pack`)
  const pack = readPack(text, source, { tests })
  if (digest !== '' && pack.digest !== digest) throw configInvalid(overlay.source, `${name} is another than it was: it has ${pack.digest}`)
  return pack
}

/** File name that a pack is kept under. */
export function packFileName(source: string): string {
  return basename(source).replace(/[^A-Za-z0-9._-]/g, '_')
}

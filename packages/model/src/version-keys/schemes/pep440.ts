import { pep440Key } from '../../pep440-key.ts'
import type { Pep440Key } from '../../pep440-key.ts'
import { legacyParts } from '../../pep440-legacy.ts'
import { END, KeyBytes } from '../key-bytes.ts'
import { defineVersionKey } from '../version-key-scheme.ts'
import { pointSpan } from '../version-span.ts'
import type { VersionSpan } from '../version-span.ts'

const LEGACY = 0x00
const NO_POST = 0x01
const NO_DEV = 0xff
const LOCAL_WORD = 0x02
/** Above the local labels of one version, which begin with END, a word or a number. */
const LOCALS_END = 0xff

/** Epoch, release, pre, post, dev, local label; what PEP 440 does not know before all. */
export default defineVersionKey({
  id: 'pep440',
  write(key, text) {
    const version = pep440Key(text)
    if (version !== null) {
      writePublic(key, version)
      writeLocal(key, version.local)
      return
    }
    key.byte(LEGACY)
    for (const part of legacyParts(text.toLowerCase())) key.text(part)
    key.byte(0)
  },
  /** A version without local label stands for all its local builds, and each of them for it. */
  same(text) {
    const version = pep440Key(text)
    if (version === null) {
      const key = new KeyBytes()
      this.write(key, text)
      return [pointSpan(key.toKey())]
    }
    if (version.local.length > 0) return [pointSpan(localKey(version, [])), pointSpan(localKey(version, version.local))]
    const end = new KeyBytes()
    writePublic(end, version)
    end.byte(LOCALS_END)
    return [{ lo: localKey(version, []), loOpen: false, hi: end.toKey(), hiOpen: true } satisfies VersionSpan]
  },
})

function localKey(version: Pep440Key, local: readonly string[]): Uint8Array {
  const key = new KeyBytes()
  writePublic(key, version)
  writeLocal(key, local)
  return key.toKey()
}

function writePublic(key: KeyBytes, { epoch, release, phase, pre, post, dev }: Pep440Key): void {
  key.number(epoch)
  key.numbers(release)
  key.byte(phase)
  key.number(pre)
  if (post === null) key.byte(NO_POST)
  else key.number(post)
  if (dev === null) key.byte(NO_DEV)
  else key.number(dev)
}

function writeLocal(key: KeyBytes, local: readonly string[]): void {
  for (const part of local) {
    if (/^\d+$/.test(part)) key.number(part)
    else {
      key.byte(LOCAL_WORD)
      key.text(part)
    }
  }
  key.byte(END)
}

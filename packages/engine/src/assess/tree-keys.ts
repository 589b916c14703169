import { readAllowedSigners, readPgpKeyring, readSignifyKey, Refused } from '@cupel/provenance'
import type { AllowedSigners, PgpKeyring, SignifyKey } from '@cupel/provenance'
import type { Tree } from '@cupel/source'

/** Keys that a project publishes in its own tree: whoever can change them can also change the project. */
export interface TreeKeys {
  readonly openpgp: PgpKeyring | null
  readonly signify: readonly SignifyKey[]
  /** `allowed_signers` of ssh-keygen. */
  readonly ssh: AllowedSigners | null
}

/** Of all files together: keys are small, and a tree may be made to look as if it had millions. */
const MAX_BYTES = 10_000_000
const MAX_FILES = 100
const KEY_FILE = /^(?:KEYS|.*\.(?:asc|gpg|pgp|pub))$/i
const KEY_FOLDERS = [
  '',
  'keys/',
  '.keys/',
  '.github/',
  'docs/',
  '.github/release-keys/',
  '.github/keys/',
  'docs/keys/',
  'release/',
  'pgp/',
  'gpg/',
]
const SIGNER_FILES = [
  'allowed_signers',
  '.allowed_signers',
  '.github/allowed_signers',
  '.git-allowed-signers',
  '.gitsigners',
  'docs/allowed_signers',
]

/** Public keys near the top of the tree; a file that is no key is passed over. */
export function treeKeys(tree: Tree): TreeKeys {
  let left = MAX_BYTES
  const files = KEY_FOLDERS.flatMap((folder) =>
    tree
      .list(folder.replace(/\/$/, ''))
      .filter((name) => KEY_FILE.test(name))
      .map((name) => folder + name),
  )
    .slice(0, MAX_FILES)
    .flatMap((path) => {
      const bytes = readSmall(tree, path, left)
      left -= bytes?.length ?? 0
      return bytes ?? []
    })
  const rings = files.filter((bytes) => bytes.includes('BEGIN PGP PUBLIC KEY BLOCK'))
  const signify = files.flatMap((bytes) => {
    if (!bytes.subarray(0, 20).toString('latin1').startsWith('untrusted comment:')) return []
    return passedOver(() => readSignifyKey(bytes.toString('utf8'))) ?? []
  })
  const signers = SIGNER_FILES.map((path) => readSmall(tree, path, MAX_BYTES)).find((bytes) => bytes !== null)
  return {
    openpgp: keyringOf(rings),
    signify,
    ssh: signers === undefined || signers === null ? null : passedOver(() => readAllowedSigners(signers.toString('utf8'))),
  }
}

/** One bad file must not hide the keys of the others. */
function keyringOf(rings: readonly Buffer[]): PgpKeyring | null {
  const readable = rings.filter((bytes) => passedOver(() => readPgpKeyring(bytes)) !== null)
  const keyring = readable.length === 0 ? null : passedOver(() => readPgpKeyring(...readable))
  return keyring === null || keyring.certificates.length === 0 ? null : keyring
}

function passedOver<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

function readSmall(tree: Tree, path: string, maxBytes: number): Buffer | null {
  try {
    const file = tree.open(path)
    if (file === null) return null
    try {
      return file.size > maxBytes ? null : Buffer.from(file.read(0, file.size))
    } finally {
      file.close()
    }
  } catch {
    return null
  }
}

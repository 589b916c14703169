import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { isTestPath, isThirdParty } from './source-kind.ts'

export interface LockFile {
  readonly path: string
  /** The digests that it must hold are there. */
  readonly hashes: boolean
}

const LOCKS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, /"integrity":/],
  [/^yarn\.lock$/, /^\s+(?:integrity|checksum):?\s/m],
  [/^pnpm-lock\.yaml$/, /integrity:/],
  [/^bun\.lockb?$/, /sha512-|^/],
  [/^deno\.lock$/, /"integrity"|[0-9a-f]{64}/],
  [/^Cargo\.lock$/, /^checksum = /m],
  [/^go\.sum$/, /h1:/],
  [/^(?:poetry|pdm|uv)\.lock$/, /hash\s*=\s*"sha256:|"sha256:/],
  [/^Pipfile\.lock$/, /"sha256:/],
  [/^pylock(?:\.[\w-]+)?\.toml$/, /sha256/],
  [/^requirements[\w.-]*\.txt$/, /--hash=sha256:/],
  [/^Gemfile\.lock$/, /^CHECKSUMS/m],
  [/^composer\.lock$/, /"shasum":\s*"[0-9a-f]/],
  [/^packages\.lock\.json$/, /"contentHash"/],
  [/^mix\.lock$/, /[0-9a-f]{64}/],
  [/^pubspec\.lock$/, /sha256:/],
  [/^Package\.resolved$/, /"(?:revision|originHash)"/],
  [/^gradle\/verification-metadata\.xml$/, /<sha256/],
  [/^flake\.lock$/, /"narHash"/],
  [/^Chart\.lock$/, /digest:/],
]

/** The project's lock files outside tests, and whether each holds hashes. A `requirements.txt` without hashes is no lock. */
export const lockFiles: (facts: Facts) => readonly LockFile[] = reading(({ files }) =>
  files.paths.flatMap((path): readonly LockFile[] => {
    const lower = path.toLowerCase()
    const name = path.slice(path.lastIndexOf('/') + 1)
    const lock = LOCKS.find(([pattern]) => pattern.test(name) || pattern.test(path))
    if (lock === undefined || isThirdParty(lower) || isTestPath(lower)) return []
    const hashes = lock[1].test(files.text(path) ?? '')
    return name.startsWith('requirements') && !hashes ? [] : [{ path, hashes }]
  }),
)

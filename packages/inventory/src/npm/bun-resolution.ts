import type { Buffer } from 'node:buffer'
import { archiveVersion } from './archive-name.ts'
import type { BunBinary } from './bun-binary.ts'
import { BunLockInvalid, numberAt } from './bun-binary.ts'
import type { PackageSource } from './package-source.ts'
import { packageSource } from './package-source.ts'

/** What a package of a bun.lockb is: its `place` is the folder of a workspace, and empty for all else. */
export interface BunResolution {
  readonly kind: 'root' | 'workspace' | 'package'
  readonly source: PackageSource
  readonly version: string
  readonly place: string
}

const LOCAL: PackageSource = { kind: 'local', vcsUrl: '' }
const TARBALL: PackageSource = { kind: 'tarball', vcsUrl: '' }

/** Reads the resolution field of one package: a tag, seven bytes of padding and a value that depends on the tag. */
export function bunResolution(binary: BunBinary, field: Buffer, name: string): BunResolution {
  const text = (at: number): string => binary.text(field.subarray(at, at + 8))
  const whole = (source: PackageSource, version = ''): BunResolution => ({ kind: 'package', source, version, place: '' })
  switch (field[0]) {
    case 1:
      return { kind: 'root', source: LOCAL, version: '', place: '' }
    case 2:
      return whole(packageSource(''), semanticVersion(binary, field))
    case 4:
    case 64:
      return whole(LOCAL)
    case 8:
    case 80:
      return whole(TARBALL, archiveVersion(name, text(8)))
    case 16:
      return whole(packageSource(`github:${text(8)}/${text(16)}#${commitOf(text(32) || text(24))}`))
    case 32:
      return whole(packageSource(`git+${text(16).replace(/^git\+/, '')}#${commitOf(text(32) || text(24))}`))
    case 72:
      return { kind: 'workspace', source: LOCAL, version: '', place: text(8) }
  }
  throw new BunLockInvalid(`resolution tag ${field[0]} of ${JSON.stringify(name)} is not known`)
}

/** `resolved` of a GitHub package is `owner-repo-commit`. */
function commitOf(resolved: string): string {
  return /^[\w.-]+-([0-9a-f]{7,40})$/.exec(resolved)?.[1] ?? resolved
}

function semanticVersion(binary: BunBinary, field: Buffer): string {
  const wide = binary.format >= 3
  const part = (index: number): number => (wide ? numberAt(field, 16 + index * 8) : field.readUInt32LE(16 + index * 4))
  const tags = wide ? 40 : 32
  const pre = binary.text(field.subarray(tags, tags + 8))
  const build = binary.text(field.subarray(tags + 16, tags + 24))
  return `${part(0)}.${part(1)}.${part(2)}${pre === '' ? '' : '-' + pre}${build === '' ? '' : '+' + build}`
}

import { makeRpmHeader, makeSqlite } from '../make-rpm-database.ts'

/** A package as an advisory names it, at an affected version. */
export interface Wanted {
  readonly id: string
  readonly name: string
  readonly version: string
  /** `uuid` of Julia's packages and the like. */
  readonly purl: string
}

export type Files = Record<string, string | Uint8Array>

const RELEASES: readonly (readonly [ecosystem: RegExp, release: (match: RegExpExecArray) => string])[] = [
  [/^Debian:(.+)$/, ([, number]) => `PRETTY_NAME="Debian GNU/Linux ${number}"\nID=debian\nVERSION_ID="${number}"\n`],
  [/^Ubuntu:(?:Pro:)?(?:FIPS[^:]*:)?(\d+\.\d+)/, ([, number]) => `ID=ubuntu\nID_LIKE=debian\nVERSION_ID="${number}"\n`],
  [/^Alpine:v(.+)$/, ([, number]) => `ID=alpine\nVERSION_ID=${number}.2\n`],
  [/^Alpine:edge$/, () => 'ID=alpine\nVERSION_ID=3.23.0_alpha20250612\n'],
  [/^AlmaLinux:(\d+)$/, ([, number]) => `ID="almalinux"\nID_LIKE="rhel centos fedora"\nVERSION_ID="${number}.4"\n`],
  [/^Alpaquita:(.+)$/, ([, number]) => `ID=alpaquita\nVERSION_ID=${number}\n`],
  [/^BellSoft Hardened Containers:(.+)$/, ([, number]) => `ID=bellsoft-hardened-containers\nVERSION_ID=${number}\n`],
  [/^CleanStart$/, () => 'ID=clnstrt\nVERSION_ID=1\n'],
]

/** The root file system of a system of that ecosystem with these packages; null when no system is known for it. */
export function systemOf(ecosystem: string, wanted: readonly Wanted[]): Files | null {
  for (const [pattern, release] of RELEASES) {
    const match = pattern.exec(ecosystem)
    if (match === null) continue
    const files: Files = { 'etc/os-release': release(match) }
    if (/^(?:Debian|Ubuntu)/.test(ecosystem)) files['var/lib/dpkg/status'] = wanted.map(dpkgStanza).join('\n')
    else if (ecosystem.startsWith('AlmaLinux')) files['var/lib/rpm/rpmdb.sqlite'] = makeSqlite(wanted.map(rpmHeader))
    else files['lib/apk/db/installed'] = wanted.map(apkStanza).join('\n')
    return files
  }
  return null
}

/** Advisories name the source: every second binary package has another name, and every fourth another version. */
function dpkgStanza({ name, version }: Wanted, at: number): string {
  const own = at % 2 === 0 ? name : `${name}-bin`
  const source = at % 4 === 3 ? `${name} (${version})` : name
  const shown = at % 4 === 3 ? `${version}+b1` : version
  return `Package: ${own}\nStatus: install ok installed\nSource: ${source}\nArchitecture: amd64\nVersion: ${shown}\nDescription: x\n`
}

function apkStanza({ name, version }: Wanted, at: number): string {
  return `C:Q1abc=\nP:${at % 2 === 0 ? name : name + '-libs'}\nV:${version}\nA:x86_64\nT:x\no:${name}\n`
}

function rpmHeader({ name, version }: Wanted): Buffer {
  const [, epoch = '0', upstream = '', release = ''] = /^(?:(\d+):)?([^-]+)-(.+)$/.exec(version) ?? []
  return makeRpmHeader({
    name,
    version: upstream,
    release,
    epoch: Number(epoch),
    arch: 'x86_64',
    sourceRpm: `source-of-${name}-1-1.src.rpm`,
  })
}

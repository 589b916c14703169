import { expect, test } from 'vitest'
import { distributionOf } from './distribution.ts'
import type { PackageKind } from './distribution.ts'
import { parseOsRelease } from './os-release.ts'

/** What the os-release files of these systems state, as far as it matters here, and the ecosystem of the OSV schema. */
const SYSTEMS: readonly (readonly [kind: PackageKind, release: string, purl: string, ecosystem: string])[] = [
  ['deb', 'ID=debian\nVERSION_ID="12"\n', 'debian debian-12', 'Debian:12'],
  ['deb', 'ID=debian\nVERSION_ID="3.1"\n', 'debian debian-3.1', 'Debian:3.1'],
  ['deb', 'ID=debian\nPRETTY_NAME="Debian GNU/Linux trixie/sid"\nVERSION_CODENAME=trixie\n', 'debian debian-trixie', 'Debian:13'],
  ['deb', 'ID=raspbian\nID_LIKE=debian\nVERSION_ID="11"\nVERSION_CODENAME=bullseye\n', 'raspbian raspbian-11', 'Debian:11'],
  ['deb', 'ID=ubuntu\nVERSION_ID="22.04"\n', 'ubuntu ubuntu-22.04', 'Ubuntu:22.04:LTS'],
  ['deb', 'ID=ubuntu\nVERSION_ID="25.10"\n', 'ubuntu ubuntu-25.10', 'Ubuntu:25.10'],
  [
    'deb',
    'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="21.3"\nUBUNTU_CODENAME=jammy\n',
    'linuxmint linuxmint-21.3',
    'Ubuntu:22.04:LTS',
  ],
  ['deb', 'ID=kali\nID_LIKE=debian\nVERSION_ID="2025.1"\nVERSION_CODENAME=kali-rolling\n', 'kali kali-2025.1', 'Debian'],
  ['deb', 'ID=echo\nVERSION_ID="1"\n', 'echo echo-1', 'Echo'],
  ['apk', 'ID=alpine\nVERSION_ID=3.20.3\n', 'alpine alpine-3.20.3', 'Alpine:v3.20'],
  ['apk', 'ID=alpine\nVERSION_ID=3.23.0_alpha20250612\n', 'alpine alpine-3.23.0_alpha20250612', 'Alpine:edge'],
  ['apk', 'ID=wolfi\nVERSION_ID="20230201"\n', 'wolfi wolfi-20230201', 'Wolfi'],
  ['apk', 'ID=chainguard\nVERSION_ID="20230214"\n', 'chainguard chainguard-20230214', 'Chainguard'],
  ['apk', 'ID=minimos\nVERSION_ID="20241031"\n', 'minimos minimos-20241031', 'MinimOS'],
  ['apk', 'ID=alpaquita\nVERSION_ID=stream\n', 'alpaquita alpaquita-stream', 'Alpaquita:stream'],
  [
    'apk',
    'ID=bellsoft-hardened-containers\nVERSION_ID=23\n',
    'bellsoft-hardened-containers bellsoft-hardened-containers-23',
    'BellSoft Hardened Containers:23',
  ],
  ['rpm', 'ID="almalinux"\nVERSION_ID="9.4"\n', 'almalinux almalinux-9.4', 'AlmaLinux:9'],
  ['rpm', 'ID="rocky"\nVERSION_ID="8.10"\n', 'rocky rocky-8.10', 'Rocky Linux:8'],
  [
    'rpm',
    'ID="rhel"\nVERSION_ID="9.4"\nCPE_NAME="cpe:/o:redhat:enterprise_linux:9::baseos"\n',
    'redhat rhel-9.4',
    'Red Hat:enterprise_linux:9::baseos',
  ],
  [
    'rpm',
    'ID="rhel"\nVERSION_ID="7.9"\nCPE_NAME="cpe:/o:redhat:enterprise_linux:7.9:GA:server"\n',
    'redhat rhel-7.9',
    'Red Hat:enterprise_linux:7::server',
  ],
  ['rpm', 'ID="centos"\nVERSION_ID="8"\nCPE_NAME="cpe:/o:centos:centos:8"\n', 'centos centos-8', 'Red Hat:enterprise_linux:8::baseos'],
  [
    'rpm',
    'ID="sles"\nVERSION_ID="15.5"\nPRETTY_NAME="SUSE Linux Enterprise Server 15 SP5"\n',
    'suse sles-15.5',
    'SUSE:Linux Enterprise Server 15 SP5',
  ],
  ['rpm', 'ID="opensuse-leap"\nVERSION_ID="15.6"\n', 'opensuse opensuse-leap-15.6', 'openSUSE:Leap 15.6'],
  ['rpm', 'ID="opensuse-tumbleweed"\nVERSION_ID="20250101"\n', 'opensuse opensuse-tumbleweed-20250101', 'openSUSE:Tumbleweed'],
  ['rpm', 'ID="openEuler"\nVERSION_ID="24.03"\nVERSION="24.03 (LTS)"\n', 'openeuler openeuler-24.03', 'openEuler:24.03-LTS'],
  ['rpm', 'ID="openEuler"\nVERSION_ID="22.03"\nVERSION="22.03 (LTS-SP3)"\n', 'openeuler openeuler-22.03', 'openEuler:22.03-LTS-SP3'],
  ['rpm', 'ID="mageia"\nVERSION_ID="9"\n', 'mageia mageia-9', 'Mageia:9'],
  ['rpm', 'ID=photon\nVERSION_ID=5.0\n', 'photon photon-5.0', 'Photon OS:5.0'],
  ['rpm', 'ID=azurelinux\nVERSION_ID="3.0"\n', 'azurelinux azurelinux-3.0', 'Azure Linux:3'],
  ['rpm', 'ID=mariner\nVERSION_ID="2.0"\n', 'azurelinux mariner-2.0', 'Azure Linux:2'],
  ['rpm', 'ID="fedora"\nVERSION_ID=41\n', 'fedora fedora-41', ''],
]

test.each(SYSTEMS)('%s %s', (kind, release, purl, ecosystem) => {
  const found = distributionOf(kind, parseOsRelease(release))
  expect([`${found.namespace} ${found.distro}`, found.ecosystem]).toEqual([purl, ecosystem])
})

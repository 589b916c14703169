/** Debian's releases by code name (distro-info-data); `sid` has no number. */
const DEBIAN: Readonly<Record<string, string>> = {
  sarge: '3.1',
  etch: '4',
  lenny: '5',
  squeeze: '6',
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  duke: '15',
  sid: 'sid',
  unstable: 'sid',
}

/** Ubuntu's releases by code name (distro-info-data). */
const UBUNTU: Readonly<Record<string, string>> = {
  precise: '12.04',
  trusty: '14.04',
  utopic: '14.10',
  vivid: '15.04',
  wily: '15.10',
  xenial: '16.04',
  yakkety: '16.10',
  zesty: '17.04',
  artful: '17.10',
  bionic: '18.04',
  cosmic: '18.10',
  disco: '19.04',
  eoan: '19.10',
  focal: '20.04',
  groovy: '20.10',
  hirsute: '21.04',
  impish: '21.10',
  jammy: '22.04',
  kinetic: '22.10',
  lunar: '23.04',
  mantic: '23.10',
  noble: '24.04',
  oracular: '24.10',
  plucky: '25.04',
  questing: '25.10',
}

/** The number of a Debian release given by its code name in lower case; empty where it is none. */
export function debianReleaseOf(codeName: string): string {
  return Object.hasOwn(DEBIAN, codeName) ? (DEBIAN[codeName] ?? '') : ''
}

/** The number of an Ubuntu release given by its code name in lower case; empty where it is none. */
export function ubuntuReleaseOf(codeName: string): string {
  return Object.hasOwn(UBUNTU, codeName) ? (UBUNTU[codeName] ?? '') : ''
}

/** Whether an Ubuntu release has long-term support: April of even years. */
export function isUbuntuLts(release: string): boolean {
  return /^\d[02468]\.04$/.test(release)
}

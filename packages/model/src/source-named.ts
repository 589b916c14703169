/** Distributions whose advisories name source packages; those of the others name the installed ones. */
const BY_SOURCE: ReadonlySet<string> = new Set([
  'Alpaquita',
  'Alpine',
  'BellSoft Hardened Containers',
  'Debian',
  'Mageia',
  'Rocky Linux',
  'SUSE',
  'Ubuntu',
  'openEuler',
  'openSUSE',
])

/** Whether advisories of an OSV ecosystem, with or without release, name the source package that an installed one was built from. */
export function namesSourcePackages(ecosystem: string): boolean {
  const colon = ecosystem.indexOf(':')
  return BY_SOURCE.has(colon < 0 ? ecosystem : ecosystem.slice(0, colon))
}

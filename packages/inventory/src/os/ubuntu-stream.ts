/**
 * The OSV ecosystem of one package of an Ubuntu system. Certified builds have advisories of their own
 * (`Ubuntu:Pro:FIPS-updates:20.04:LTS`), and whether a machine has them is not in os-release: the version of the package tells.
 */
export function ubuntuStream(ecosystem: string, version: string): string {
  const certified = ecosystem.startsWith('Ubuntu:') && /[.+~-]fips/i.test(version)
  return certified ? `Ubuntu:Pro:FIPS-updates:${ecosystem.slice('Ubuntu:'.length)}` : ecosystem
}

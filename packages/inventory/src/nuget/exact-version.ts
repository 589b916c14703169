/**
 * The version a NuGet requirement resolves to when nothing else asks for more (NuGet "Package versioning"): `1.2` and `[1.2]`
 * give it, `[1.2, 1.2]` too; ranges and floating versions (`1.*`) give ``.
 */
export function exactNugetVersion(requirement: string): string {
  const text = requirement.trim()
  const bracket = /^\[\s*([^,\s[\]()]+)\s*(?:,\s*([^,\s[\]()]+)\s*)?\]$/.exec(text)
  if (bracket !== null) return bracket[2] === undefined || bracket[2] === bracket[1] ? plain(bracket[1] as string) : ''
  return plain(text)
}

function plain(version: string): string {
  return /^\d[0-9A-Za-z.+-]*$/.test(version) ? version : ''
}

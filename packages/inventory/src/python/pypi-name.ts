/** The normalised form of a distribution name (Simple Repository API, "normalized names"): one identity for `Foo.Bar` and `foo-bar`. */
export function pypiName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}

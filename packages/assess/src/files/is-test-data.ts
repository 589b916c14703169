/** Paths that Scorecard 5 leaves out of every file check: `testdata/` and `src/test/` at any depth. */
export function isTestData(path: string): boolean {
  return /^testdata\/|\/testdata\/|^src\/test\/|\/src\/test\//.test(path)
}

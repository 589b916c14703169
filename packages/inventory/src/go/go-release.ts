/**
 * Version of the standard library for a `go` or `toolchain` directive, in the semantic form the Go vulnerability database uses:
 * `1.22rc1` is `1.22.0-rc.1`; `go1.22.1-custom` is `1.22.1`. `` for `default` and `local`.
 */
export function goRelease(directive: string): string {
  const match = /^(?:go)?(\d+)\.(\d+)(?:\.(\d+))?(?:(beta|rc)(\d+))?(?:[-+].*)?$/.exec(directive)
  if (match === null) return ''
  const [, major = '', minor = '', patch, stage, number = ''] = match
  if (stage !== undefined) return `${major}.${minor}.${patch ?? '0'}-${stage}.${number}`
  return patch === undefined ? `${major}.${minor}` : `${major}.${minor}.${patch}`
}

/** Whether a go.mod of this `go` directive lists every module of the build (Go Modules Reference, "Module graph pruning": 1.17). */
export function listsAllModules(go: string): boolean {
  const [major = 0, minor = 0] = go.split('.').map((part) => Number.parseInt(part, 10))
  return major > 1 || (major === 1 && minor >= 17)
}

interface BuiltModule {
  readonly path: string
  readonly version: string
}

export interface BuiltModules {
  readonly main: BuiltModule | null
  readonly dependencies: readonly BuiltModule[]
  /** Dependencies that stand for a folder of the builder's machine. */
  readonly local: number
  /** Lines of an unknown kind. */
  readonly unknown: readonly string[]
}

/** Lines that say how the program was built, not of what. */
const KNOWN = new Set(['path', 'build', 'go', ''])

/**
 * The module lines of a Go program (Go source, runtime/debug, "BuildInfo"): `mod`, `dep` and, after either, `=>` with what replaced
 * it, each with path, version and go.sum hash between tabs.
 */
export function readModuleLines(text: string): BuiltModules {
  const modules: { kind: 'mod' | 'dep'; path: string; version: string; isLocal: boolean }[] = []
  const unknown: string[] = []
  for (const line of text.split('\n')) {
    const [kind = '', path = '', version = ''] = line.split('\t')
    if (kind === 'mod' || kind === 'dep') modules.push({ kind, path, version, isLocal: false })
    else if (kind === '=>') {
      const replaced = modules[modules.length - 1]
      if (replaced === undefined) unknown.push(line)
      else Object.assign(replaced, { path, version, isLocal: version === '' || /^\.{0,2}[\\/]|^[A-Za-z]:/.test(path) })
    } else if (!KNOWN.has(kind)) unknown.push(kind)
  }
  const main = modules.find(({ kind }) => kind === 'mod') ?? null
  const dependencies = modules.filter(({ kind, isLocal }) => kind === 'dep' && !isLocal)
  return { main, dependencies, local: modules.filter(({ kind, isLocal }) => kind === 'dep' && isLocal).length, unknown }
}

import { reading } from '../facts/reading.ts'
import { fileKinds } from '../files/file-kinds.ts'

/** A file that takes part in building, and its text. */
export interface BuildScript {
  readonly path: string
  readonly text: string
  /** Lines of it, overlong ones cut. */
  readonly lines: readonly string[]
}

/** One line of a build script, counted from 0. */
export interface ScriptPlace {
  readonly script: BuildScript
  readonly at: number
}

const BUILD =
  /(?:^|\/)(?:configure(?:\.ac|\.in)?|makefile[^/]*|gnumakefile|[^/]+\.mk|[^/]+\.am|[^/]+\.m4|cmakelists\.txt|[^/]+\.cmake|meson\.build|meson_options\.txt|build\.rs|build\.zig|build\.xml|pom\.xml|[^/]+\.gradle(?:\.kts)?|setup\.py|setup\.cfg|conftest\.py|pyproject\.toml|package\.json|binding\.gyp|wscript|sconstruct|sconscript|justfile|taskfile\.ya?ml|rakefile|[^/]+\.gemspec|extconf\.rb|dockerfile[^/]*|[^/]+\.bzl|build(?:\.bazel)?|workspace(?:\.bazel)?|autogen\.sh|bootstrap(?:\.sh)?|gulpfile\.[cm]?js|gruntfile\.[cm]?js|[^/]+\.(?:pro|pri|csproj|vcxproj|props|targets|spec|ebuild))$/i
const SCRIPT = /\.(?:sh|bash|ps1|bat|cmd|py|pl|rb|js|mjs|cjs|ts|awk|lua|php|tcl)$/i
const MAX_BYTES = 400_000
const MAX_LINE = 4000
const MAX_SCRIPTS = 4000

/** Build files and scripts of the tree, small ones; test programs are not among them unless a build names them. */
export const buildScripts = reading((facts): readonly BuildScript[] => {
  const kinds = fileKinds(facts)
  const found: BuildScript[] = []
  for (const path of facts.files.paths) {
    if (found.length >= MAX_SCRIPTS) break
    const isScript = SCRIPT.test(path) || kinds.get(path)?.shebang === true
    const isWorkflow = path.startsWith('.github/') && /\.ya?ml$/.test(path)
    if (!(BUILD.test(path) || isWorkflow || (isScript && isToolPlace(path)))) continue
    const size = kinds.get(path)?.size ?? 0
    if (size <= 0 || size > MAX_BYTES) continue
    const text = facts.files.text(path) ?? ''
    found.push({ path, text, lines: text.split('\n').map((line) => line.slice(0, MAX_LINE)) })
  }
  return found
})

const TOKEN = /[\w.@+-]{4,200}/g

const PLACES_A_TOKEN = 20

/** Lines of build scripts by the words that can be file names. */
export const placesByToken = reading((facts): ReadonlyMap<string, readonly ScriptPlace[]> => {
  const index = new Map<string, ScriptPlace[]>()
  for (const script of buildScripts(facts)) {
    for (const [at, line] of script.lines.entries()) {
      if (/^\s*(?:#(?!!)|\/\/|dnl\b|REM\b)/i.test(line)) continue
      for (const [token] of line.matchAll(TOKEN)) {
        const places = index.get(token)
        if (places === undefined) index.set(token, [{ script, at }])
        else if (places.length < PLACES_A_TOKEN) places.push({ script, at })
      }
    }
  }
  return index
})

/** Scripts that are run to build, test or release: at the top, or in a folder of tools, tests included. */
function isToolPlace(path: string): boolean {
  return (
    !path.includes('/') ||
    /(?:^|\/)(?:scripts?|tools?|build(?:-aux|_tools)?|ci|\.ci|hack|contrib|m4|cmake|bin|dev|etc|utils?|misc|packaging|release|tests?|testing|t)\//i.test(
      path,
    )
  )
}

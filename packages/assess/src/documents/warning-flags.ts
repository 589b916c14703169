import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { Place } from '../outcome.ts'
import { ciCommands } from './ci-commands.ts'
import { cleanSnippet } from './prose.ts'
import { isTestPath, isThirdParty } from './source-kind.ts'

export interface WarningFlag {
  /** Warnings become errors, or the checks are the strictest there are. */
  readonly strict: boolean
  readonly place: Place
}

const BUILD_FILES =
  /(?:^|\/)(?:cmakelists\.txt|[\w.-]+\.cmake|cmakepresets\.json|makefile(?:\.in|\.am)?|gnumakefile|[\w.-]+\.mk|configure\.(?:ac|in)|configure|meson\.build|cargo\.toml|tsconfig(?:\.[\w-]+)?\.json|directory\.build\.props|[\w.-]+\.csproj|build\.gradle(?:\.kts)?|pom\.xml|pyproject\.toml|setup\.cfg|\.?mypy\.ini|build\.bazel|\.bazelrc|package\.swift|[\w.-]+\.cabal|package\.json|\.golangci\.ya?ml|[\w.-]+\.m4)$|(?:^|\/)\.cargo\/config(?:\.toml)?$/
const WARN =
  /(?:^|[\s"'=(,])(?:-Wall|-Wextra|-Weverything|-Wpedantic|-pedantic|\/W[34])(?=$|[\s"'),;])|\bwarning_level\s*=\s*['"]?[23]|"strict(?:NullChecks)?"\s*:\s*true|\buse strict\b|-Xlint\b/
const STRICT =
  /(?:^|[\s"'=(,])(?:-Werror(?!=)|\/WX|-Weverything)(?=$|[\s"'),;\\])|\bwerror\s*=\s*true|\bCMAKE_COMPILE_WARNING_AS_ERROR\b(?!.{0,20}OFF)|-D\s?warnings\b|-Dwarnings\b|#?!?\[?deny\(warnings\)|\bwarnings\s*=\s*["']deny["']|--max-warnings[= ]0\b|<TreatWarningsAsErrors>\s*true|\ballWarningsAsErrors\b\s*(?:=|\.set\()?\s*true|\bfailOnWarning\b.{0,10}true|^\s*strict\s*=\s*true|\b(?:mypy|(?:based)?pyright|ty|tsc|vue-tsc|tsgo|flow|sorbet|srb|dialyzer|luacheck|ansible-lint|mkdocs|yamllint)\b.{0,200}--strict\b|"strict"\s*:\s*true|-Xfatal-warnings|--warnings-as-errors|\btypeCheckingMode\s*=\s*["']strict|-W\s?error\b|^ {1,3}enable-all:\s*true|^\s*default:\s*all\b/
/** Of all warnings, or of all of the linter's: to refuse one of them is not strict. */
const RUST_SOURCE = /^#!\[(?:deny|forbid)\([^)]{0,400}\b(?:warnings|clippy::(?:all|pedantic))\b/
/** Macros that ask what a compiler can; they come from Autoconf's archive and say nothing of the build. */
const MACROS = /(?:^|\/)m4\/[^/]+\.m4$/
const MAX_FILES = 400

/** Where the build asks for warnings, and where it makes them errors. */
export const warningFlags: (facts: Facts) => readonly WarningFlag[] = reading((facts) => {
  const flags: WarningFlag[] = []
  const take = (text: string, path: string, line: number): void => {
    if (flags.length > 40) return
    const place = { path, line, snippet: cleanSnippet(text) }
    if (WARN.test(text)) flags.push({ strict: false, place })
    if (STRICT.test(text)) flags.push({ strict: true, place })
  }
  const paths = facts.files.paths
    .filter((path) => BUILD_FILES.test(path.toLowerCase()) && !MACROS.test(path.toLowerCase()))
    .filter((path) => !isThirdParty(path.toLowerCase()) && !isTestPath(path.toLowerCase()))
    .slice(0, MAX_FILES)
  for (const path of paths) {
    for (const [at, line] of (facts.files.text(path) ?? '').split('\n', 20_000).entries()) {
      if (!/^\s*(?:#(?!!)|\/\/|dnl\b|(?:@|-)?(?:echo|printf|message)\b)/.test(line)) take(line.slice(0, 1_000), path, at + 1)
    }
  }
  for (const path of facts.files.paths) {
    if (!/(?:^|\/)src\/(?:lib|main)\.rs$/.test(path)) continue
    const at = (facts.files.text(path) ?? '').split('\n', 200).findIndex((line) => RUST_SOURCE.test(line))
    if (at >= 0) flags.push({ strict: true, place: { path, line: at + 1 } })
  }
  for (const { kind, text, path, line } of ciCommands(facts)) if (kind === 'run') take(text, path, line)
  return flags
})

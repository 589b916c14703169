import { asksFor } from './build-script.ts'
import type { ScriptStatement } from './script-statements.ts'

/** A dependency that a script asks for by a name, or by the short form for modules of Kotlin. */
export interface ComputedDependency {
  readonly configuration: string
  /** As written: `Deps.okhttp`. */
  readonly written: string
  /** Last part of the name. */
  readonly name: string
  /** `kotlin("stdlib")`, with the version where one stands there. */
  readonly kotlin: { readonly module: string; readonly version: string } | null
  readonly line: number
}

const CONFIGURATION =
  /^["']?((?:\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[cC]ompileOnlyApi|[rR]untimeOnly|[aA]nnotationProcessor|[kK]apt|[cC]lasspath|[pP]rovided))|compile|runtime|testCompile|testRuntime|ksp\w*|kapt\w*)["']?[ \t(]+(.*)$/
const WRAPPED = /^(?:(?:platform|enforcedPlatform|testFixtures|variantOf|create|provider)[ \t]*[({][ \t]*)+/
/** What is of the build itself, or lies in the tree. */
const OWN =
  /^(?:projects?|files|fileTree|zipTree|gradleApi|localGroovy|gradleKotlinDsl|gradleTestKit|rootProject\.(?:project|files?)|sourceSets|layout|tasks|configurations|npm|devNpm|peerNpm|compose)\b/
/** Accessors of version catalogs, which are files of their own. */
const CATALOG = /^(?:[\w.]*\.)?(?:\w*[lL]ibs(?:[.[(]|\b)|library$)/

/**
 * Dependencies of a script's `dependencies` blocks that are written neither as coordinates nor as an alias of a catalog: a variable, a
 * property of an object, a function.
 */
export function computedDependencies(statements: readonly ScriptStatement[]): readonly ComputedDependency[] {
  return statements.flatMap(({ text, line, blocks }): readonly ComputedDependency[] => {
    const [, configuration = '', rest = ''] = (asksFor(blocks) ? CONFIGURATION.exec(text) : null) ?? []
    const asked = rest.replace(WRAPPED, '')
    if (configuration === '' || asked === '') return []
    const [, module, version = ''] = /^kotlin[ \t]*\([ \t]*["']([\w-]+)["'](?:[ \t]*,[ \t]*["']([^"'$]+)["'])?/.exec(asked) ?? []
    if (module !== undefined) return [{ configuration, written: asked, name: '', kotlin: { module, version }, line }]
    const written = /^["']?\$?\{?([A-Za-z_][\w.]*(?:\[["'][\w.-]{1,100}["']\]){0,4})/.exec(asked)?.[1]
    if (written === undefined || (/^["']/.test(asked) && !/^["']\$/.test(asked)) || OWN.test(asked) || CATALOG.test(written)) return []
    // Coordinates in parts, which are read elsewhere.
    if (/^(?:group|name)$/.test(written) || /["'][\w.-]+:[\w.-]+/.test(asked)) return []
    const name = /([\w-]+)["'\]]*$/.exec(written)?.[1] ?? ''
    return [{ configuration, written, name, kotlin: null, line }]
  })
}

const MODULE = /([A-Za-z_]\w*)["']?\]?[ \t]*[=:][ \t]*["']([A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+(?::[^"':\s]{0,200})?)["']/g

/** Names that texts give to modules (`okhttp = "group:artifact:version"`); a name that means two modules is left out. */
export function moduleNames(texts: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const twice = new Set<string>()
  for (const text of texts) {
    for (const [, name = '', module = ''] of text.matchAll(MODULE)) {
      if (names.has(name) && names.get(name) !== module) twice.add(name)
      names.set(name, module)
    }
  }
  return new Map([...names].filter(([name]) => !twice.has(name)))
}

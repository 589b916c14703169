import type { ScriptStatement } from './script-statements.ts'

/** A module that a build script asks for; the version as written, with variables. */
export interface ScriptDependency {
  readonly configuration: string
  readonly group: string
  readonly artifact: string
  readonly version: string
  readonly classifier: string
  readonly type: string
  readonly line: number
}

const COORDINATES = /["']([A-Za-z0-9_.-]+):([A-Za-z0-9_.-]+)(?::([^"':@\s]*))?(?::([^"':@\s]*))?(?:@([\w.]+))?["']/g
/** Words that stand before coordinates and ask for nothing. */
const NO_REQUEST =
  /^(?:exclude|because|println|if|force|substitute|module|attributes?|capability|version|id|url|def|val|var|return|import)$/

/**
 * Modules of the `dependencies` blocks of a script: `configuration "group:name:version"`, also in lists and wrapped (`platform(…)`),
 * and `group:`, `name:`, `version:` apart. Blocks inside a dependency (exclusions) and constraints ask for nothing.
 */
export function scriptDependencies(statements: readonly ScriptStatement[]): readonly ScriptDependency[] {
  return statements.flatMap((statement) => (asksFor(statement.blocks) ? dependenciesOf(statement) : []))
}

/** Whether a statement in these blocks asks for what it names. */
export function asksFor(blocks: readonly string[]): boolean {
  if (blocks.includes('versionCatalogs')) return true
  const at = blocks.lastIndexOf('dependencies')
  if (at < 0 || blocks.includes('dependencyManagement') || blocks.includes('constraints')) return false
  return blocks.slice(at + 1).every((block) => block === 'if' || block === 'else' || block === 'for')
}

function dependenciesOf({ text, line }: ScriptStatement): readonly ScriptDependency[] {
  const added = /^add[ \t(]+["']([A-Za-z]\w*)["']/.exec(text)?.[1]
  const configuration = added ?? /^["']?([A-Za-z]\w*)/.exec(text)?.[1] ?? ''
  if (configuration === '' || NO_REQUEST.test(configuration)) return []
  const found = [...text.matchAll(COORDINATES)].map(
    ([, group = '', artifact = '', version = '', classifier = '', type = '']): ScriptDependency => ({
      configuration,
      group,
      artifact,
      version,
      classifier,
      type,
      line,
    }),
  )
  const [group, artifact] = [argument(text, 'group'), argument(text, 'name')]
  if (group === '' || artifact === '') return found
  const rest = { version: argument(text, 'version'), classifier: argument(text, 'classifier'), type: argument(text, 'ext') }
  return [...found, { configuration, group, artifact, ...rest, line }]
}

/** `name: 'x'` of Groovy, `name = "x"` of Kotlin; a bare word is a variable. */
function argument(text: string, name: string): string {
  const match = new RegExp(`\\b${name}[ \\t]*[:=][ \\t]*(?:["']([^"']*)["']|([A-Za-z_][\\w.]*))`).exec(text)
  return match === null ? '' : (match[1] ?? `\${${match[2]}}`)
}

/** Plug-ins of the `plugins` block, with the versions that stand there; those of the build itself have none. */
export function scriptPlugins(
  statements: readonly ScriptStatement[],
): readonly { readonly id: string; readonly version: string; readonly line: number }[] {
  return statements.flatMap(({ text, line, blocks }) => {
    if (blocks.at(-1) !== 'plugins') return []
    const [, kotlin = '', id = '', version = ''] =
      /^(?:kotlin[ \t]*\([ \t]*["']([\w.-]+)["']|id[ \t(]*["']([\w.-]+)["'])[ \t)]*\.?version[ \t(]*["']([^"']+)["']/.exec(text) ?? []
    if (version === '') return []
    return [{ id: kotlin === '' ? id : `org.jetbrains.kotlin.${kotlin}`, version, line }]
  })
}

const ASSIGNMENT =
  /(?:^|[\s.,([])(?:(?:def|val|var|const)[ \t]+)?["']?([A-Za-z_]\w*)["']?\]?[ \t]*(?:=|:|by[ \t]+extra[ \t]*\()[ \t]*["']([^"'$]+)["']/g
const SETTER = /\bset[ \t]*\([ \t]*["'](\w+)["'][ \t]*,[ \t]*["']([^"'$]+)["']/g

/** Text variables that a script sets, by the last part of their name; of two values of one name the first counts. */
export function scriptVariables(statements: readonly ScriptStatement[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const { text } of statements) {
    for (const [, name = '', value = ''] of [...text.matchAll(ASSIGNMENT), ...text.matchAll(SETTER)])
      if (!variables.has(name)) variables.set(name, value)
  }
  return variables
}

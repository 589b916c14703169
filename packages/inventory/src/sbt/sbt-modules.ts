import type { Scope } from '@cupel/model'

/** A module that a build of sbt asks for. */
export interface SbtModule {
  readonly group: string
  readonly artifact: string
  /** `%`: as it is; `%%`: for the Scala version; `%%%`: for the platform, too; `plugin`: for sbt itself. */
  readonly cross: '%' | '%%' | '%%%' | 'plugin'
  /** As written, or the name of a value. */
  readonly version: { readonly text: string } | { readonly name: string }
  readonly scope: Scope
  readonly offset: number
}

const MODULE =
  /(\baddSbtPlugin[ \t\r\n]*\([ \t\r\n]*)?"([\w.-]+)"[ \t\r\n]*(%{1,3})[ \t\r\n]*"([\w.-]+)"[ \t\r\n]*%[ \t\r\n]*(?:"([^"\n]*)"|([A-Za-z_][\w.]*))(?:[ \t\r\n]*%[ \t\r\n]*(?:"([^"\n]*)"|([A-Za-z]+)))?/g

/** `"group" %% "name" % "version" % scope` of a build of sbt (sbt reference, "Library dependencies"). `text` has no comments. */
export function sbtModules(text: string): readonly SbtModule[] {
  return [...text.matchAll(MODULE)].map((match): SbtModule => {
    const [, plugin, group = '', cross = '%', artifact = '', written, name = '', quoted, word] = match
    return {
      group,
      artifact,
      cross: plugin === undefined ? (cross as SbtModule['cross']) : 'plugin',
      version: written === undefined ? { name: name.slice(name.lastIndexOf('.') + 1) } : { text: written },
      scope: plugin === undefined ? scopeOf(quoted ?? word ?? '') : 'build',
      offset: match.index + (plugin?.length ?? 0),
    }
  })
}

function scopeOf(configuration: string): Scope {
  if (/test|IntegrationTest|\bit\b/i.test(configuration)) return 'test'
  return /provided|optional|compile-internal/i.test(configuration) ? 'optional' : 'runtime'
}

const VALUE = /\b(?:val|def)[ \t]+([A-Za-z_]\w*)[ \t]*(?::[ \t]*String)?[ \t]*=[ \t]*"([^"\n]*)"/g

/** Values of text that a build names; one that has two is left out. */
export function sbtValues(texts: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const twice = new Set<string>()
  for (const text of texts) {
    for (const [, name = '', value = ''] of text.matchAll(VALUE)) {
      if (values.has(name) && values.get(name) !== value) twice.add(name)
      values.set(name, value)
    }
  }
  return new Map([...values].filter(([name]) => !twice.has(name)))
}

/** The Scala version that names of modules end in (`2.13`, `3`); empty when a build states none, or several. */
export function scalaSuffix(texts: readonly string[], values: ReadonlyMap<string, string>): string {
  const found = new Set<string>()
  for (const text of texts) {
    for (const [, written, name = ''] of text.matchAll(/\bscalaVersion[ \t]*:=[ \t]*(?:"([^"\n]*)"|([A-Za-z_][\w.]*))/g)) {
      const version = written ?? values.get(name.slice(name.lastIndexOf('.') + 1)) ?? ''
      const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(version) ?? []
      found.add(major === '' ? '' : major === '2' ? `2.${minor}` : major)
    }
  }
  const [only = ''] = found
  return found.size === 1 ? only : ''
}

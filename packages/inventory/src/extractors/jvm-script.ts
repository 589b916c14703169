import { defineExtractor } from '../extractor.ts'
import type { FoundPackage } from '../extractor.ts'
import { isAside, isVendored } from '../places.ts'

const HEAD_BYTES = 8 * 1024
const WORDS = ['//DEPS ', '//> using', '@Grab', '@file:DependsOn']
/** Sources of a project lie there, which its build answers for: a script is a file of its own. */
const SOURCES = /(?:^|\/)src\/.*\.(?:java|kt|scala)$/
const JBANG = /^[ \t]*\/\/DEPS[ \t]+(.*)$/
const SCALA = /^[ \t]*\/\/>[ \t]*using[ \t]+((?:test\.)?(?:dep|deps|lib|libs|dependency|dependencies|plugin|compileOnly\.dep))[ \t]+(.*)$/
const GRAB = /@Grab(?:Resolver)?[ \t]*\(([^)\n]*)\)/g
const KOTLIN = /@file:DependsOn[ \t]*\(([^)\n]*)\)/g
const COORDINATES = /^([\w.-]+)(:{1,3})([\w.-]+)(?::{1,3}(\S*))?$/

/**
 * Scripts of Java, Kotlin, Groovy and Scala that state their dependencies: `//DEPS` of JBang, `@file:DependsOn`, `@Grab`, `//> using dep` of
 * Scala CLI.
 */
export default defineExtractor({
  id: 'jvm-script',
  title: 'Scripts that state their dependencies: //DEPS of JBang, @Grab of Groovy, @file:DependsOn of Kotlin, //> using dep of Scala CLI',
  type: 'maven',
  kind: 'manifest',
  sourceOnly: true,
  sniffs: ['.java', '.kt', '.kts', '.jsh', '.groovy', '.gvy', '.scala', '.sc'],
  claims: (path) => !isVendored(path) && !SOURCES.test(path),
  extract(input, out) {
    const head = Buffer.from(input.file.read(0, Math.min(input.file.size, HEAD_BYTES)))
    if (!WORDS.some((word) => head.includes(word))) return out.notMine()
    const lines = input.text().split('\n')
    const found = lines.flatMap((line, at) =>
      statedIn(line.replace(/\r$/, '')).map((text) => ({ text, line: at + 1, isTest: /using[ \t]+test\./.test(line) })),
    )
    if (found.length === 0) return out.notMine()
    out.format('')
    out.entries(found.length)
    const suffix = scalaOf(lines)
    for (const { text, line, isTest } of found) {
      const asked = packageOf(text, suffix)
      if (asked === null) {
        out.skip('dependency that is not understood')
        out.unknown(text.slice(0, 200), line)
      } else out.component({ ...asked, line, scopes: [isTest ? 'test' : isAside(input.path) ? 'dev' : 'runtime'], direct: true })
    }
  },
})

function statedIn(line: string): readonly string[] {
  const jbang = JBANG.exec(line)?.[1]
  if (jbang !== undefined)
    return jbang
      .replace(/[ \t]\/\/.*$/, '')
      .split(/[ \t;]+/)
      .filter((one) => one.includes(':'))
  const scala = SCALA.exec(line)?.[2]
  if (scala !== undefined)
    return scala
      .split(/[ \t,]+/)
      .map((one) => one.replace(/^["`]|["`]$/g, ''))
      .filter((one) => one.includes(':'))
  return [...line.matchAll(GRAB), ...line.matchAll(KOTLIN)].flatMap(([whole, inner = '']) =>
    whole.startsWith('@GrabResolver') ? [] : grabbed(inner),
  )
}

/** `'g:a:v'`, or `group='g', module='a', version='v'`. */
function grabbed(inner: string): readonly string[] {
  const named = (key: string): string => new RegExp(`\\b${key}[ \\t]*=[ \\t]*["']([^"']*)["']`).exec(inner)?.[1] ?? ''
  const group = named('group')
  if (group !== '') return [`${group}:${named('module')}:${named('version')}`]
  return [...inner.matchAll(/["']([^"']+:[^"']+)["']/g)].map(([, text = '']) => text)
}

/** The version that names of Scala libraries end in. */
function scalaOf(lines: readonly string[]): string {
  const stated = lines
    .map((line) => /^[ \t]*\/\/>[ \t]*using[ \t]+scala[ \t]+["`]?(\d+)(?:\.(\d+))?/.exec(line))
    .find((match) => match !== null)
  const [, major = '3', minor = '13'] = stated ?? []
  return major === '2' ? `2.${minor}` : major
}

function packageOf(text: string, suffix: string): FoundPackage | null {
  const [, namespace = '', cross = ':', name = '', rest = ''] = COORDINATES.exec(text.trim()) ?? []
  if (name === '') return null
  // What follows a version is a classifier or a file type; a range is no version, nor what a variable holds.
  const version = /^\d[\w.+-]*(?=$|[:@,])/.exec(rest)?.[0] ?? ''
  return { namespace, name: cross === ':' ? name : `${name}_${suffix}`, version: version.endsWith('+') ? '' : version }
}

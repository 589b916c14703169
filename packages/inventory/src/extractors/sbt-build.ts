import { textPlacesInOrder } from '@cupel/formats'
import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { ExtractInput } from '../extractor.ts'
import { exactVersion } from '../gradle/version-notation.ts'
import { isAside } from '../places.ts'
import { sbtModules, sbtValues, scalaSuffix } from '../sbt/sbt-modules.ts'
import type { SbtModule } from '../sbt/sbt-modules.ts'
import { blankComments } from '../text/blank-comments.ts'
import { reportConflict } from '../text/conflict-marker.ts'

const MARKS = { line: '//', block: ['/*', '*/'] } as const
/** No real build keeps its versions in more files. */
const MAX_FILES = 30

/**
 * Builds of sbt, as far as they can be told without being run: modules written out in *.sbt and in project/*.scala. Values are looked up
 * in those files; the Scala version ends the names of modules with `%%`. What is computed is reported.
 */
export default defineExtractor({
  id: 'sbt-build',
  title: 'Scala: build.sbt, project/plugins.sbt, project/*.scala (modules written out)',
  type: 'maven',
  kind: 'manifest',
  sourceOnly: true,
  suffixes: ['.sbt'],
  paths: ['project/'],
  yieldsTo: ['sbt-lock'],
  claims: (path) => path.endsWith('.sbt') || /(?:^|\/)project\/[^/]+\.scala$/.test(path),
  extract(input, out) {
    const raw = input.text()
    const text = blankComments(raw, MARKS)
    const modules = sbtModules(text)
    if (nameOf(input.path).endsWith('.scala') && modules.length === 0) return out.notMine()
    reportConflict(raw, out)
    out.format('')
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0008\u000e-\u001f]/.test(raw)) out.problem({ code: 'malformed', detail: 'control characters in a build' })
    if (raw.trim() === '') out.problem({ code: 'malformed', effect: 'note', detail: 'the file is empty' })
    const texts = [text, ...textsAround(input)]
    const values = sbtValues(texts)
    const suffix = scalaSuffix(texts, values)
    const placeAt = textPlacesInOrder(text)
    const project = out.project({})
    let nameless = 0
    out.entries(modules.length)
    for (const { group, artifact, cross, version, scope, offset } of modules) {
      const { line } = placeAt(offset)
      if (cross !== '%' && cross !== 'plugin' && suffix === '') {
        nameless++
        out.skip('module of an unknown Scala version')
        continue
      }
      const written = 'text' in version ? version.text : (values.get(version.name) ?? '')
      const found = { namespace: group, name: artifact + endingOf(cross, suffix), version: exactVersion(written), line, scopes: [scope] }
      out.edge(project, out.component(found))
    }
    const effect = isAside(input.path) ? 'note' : 'incomplete'
    if (nameless > 0)
      out.problem({
        code: 'version-unpinned',
        effect,
        detail: `${nameless} modules are for a Scala version that the build does not state once: not looked at`,
      })
    const computed = /\blibraryDependencies[ \t]*\+\+?=[ \t]*(?!Seq\b|List\b|Nil\b)([A-Za-z_][\w.]*)/.exec(text)
    if (computed !== null && texts.every((one) => sbtModules(one).length === 0))
      out.problem({
        code: 'version-unpinned',
        effect,
        line: textPlacesInOrder(text)(computed.index).line,
        detail: `dependencies are computed by ${computed[1]}: not looked at`,
      })
  },
})

function endingOf(cross: SbtModule['cross'], suffix: string): string {
  if (cross === '%') return ''
  if (cross === 'plugin') return '_2.12_1.0'
  return cross === '%%' ? `_${suffix}` : `_sjs1_${suffix}`
}

/** The other files of the build: project/*.scala beside or around, and the build itself. */
function textsAround(input: ExtractInput): readonly string[] {
  const inside = /(?:^|\/)project\/[^/]+$/.test(input.path)
  const folders = inside ? ['../', ''] : ['', 'project/', '../', '../project/']
  const paths = folders.flatMap((folder) =>
    input
      .list(folder)
      .filter((name) => (folder.endsWith('project/') || (inside && folder === '') ? /\.(?:scala|sbt)$/ : /\.sbt$/).test(name))
      .map((name) => folder + name),
  )
  const own = nameOf(input.path)
  return paths
    .filter((path) => path !== own)
    .slice(0, MAX_FILES)
    .flatMap((path) => {
      const text = input.read(path)
      return text === null ? [] : [blankComments(text, MARKS)]
    })
}

import { defineExtractor } from '../extractor.ts'
import type { NodeId } from '../extractor.ts'
import { apkName, parseApkDatabase } from '../os/apk-database.ts'
import type { ApkRecord } from '../os/apk-database.ts'
import { findDistribution, systemTop } from '../os/find-distribution.ts'
import { originLayers } from '../os/origin-layers.ts'
import { addPackageEdges } from '../os/package-edges.ts'
import { reportDatabaseText } from '../os/report-database-text.ts'

/**
 * Packages installed by apk. Advisories of its distributions name the source package (`origin`); a package is direct when
 * `etc/apk/world` asks for it.
 */
export default defineExtractor({
  id: 'apk-installed',
  title: 'Packages installed by apk (Alpine, Wolfi, Chainguard …)',
  type: 'apk',
  kind: 'installed',
  paths: ['lib/apk/db/installed'],
  extract(input, out) {
    const text = input.text()
    const { records, badLine } = parseApkDatabase(text)
    reportDatabaseText(text, out, { isWhole: true, badLine })
    out.entries(records.length)
    if (records.length === 0) return
    const { namespace, distro, ecosystem } = findDistribution('apk', input, out)
    const world = input.read(`${systemTop(input.path)}/etc/apk/world`)
    const asked = world === null ? null : new Set(world.split(/\s+/).map(apkName))
    const layers = originLayers(input, (file) => parseApkDatabase(new TextDecoder().decode(file.read(0, file.size))).records.map(keyOf))
    const nodes = new Map<ApkRecord, NodeId>()
    for (const record of records) {
      const { name, version, architecture, license, origin, line } = record
      if (name === '' || version === '') {
        out.problem({ code: 'malformed', line, detail: `a package without ${name === '' ? 'name' : 'version'}` })
        if (name === '') continue
      }
      const layer = layers.get(keyOf(record))
      const source = origin === '' ? name : origin
      const node = out.component({
        ...(namespace === '' ? {} : { namespace }),
        name,
        version,
        ecosystem,
        qualifiers: { arch: architecture, distro, upstream: source === name ? '' : source },
        line,
        licenses: license === '' ? [] : [license],
        subject: { name: source, version },
        ...(asked === null ? {} : { direct: asked.has(name) }),
        ...(layer === undefined ? {} : { layer }),
      })
      nodes.set(record, node)
    }
    addPackageEdges(nodes, out)
  },
})

function keyOf({ name, version, architecture }: ApkRecord): string {
  return `${name} ${version} ${architecture}`
}

import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { NodeId } from '../extractor.ts'
import { parseDpkgDatabase } from '../os/dpkg-database.ts'
import type { DpkgRecord } from '../os/dpkg-database.ts'
import { automaticPackages } from '../os/extended-states.ts'
import { findDistribution, systemTop } from '../os/find-distribution.ts'
import { originLayers } from '../os/origin-layers.ts'
import { addPackageEdges } from '../os/package-edges.ts'
import { reportDatabaseText } from '../os/report-database-text.ts'
import { ubuntuStream } from '../os/ubuntu-stream.ts'

/** Beside a package's file in status.d lie its checksums and scripts. */
const NOT_RECORDS = ['.md5sums', '.preinst', '.postinst', '.prerm', '.postrm', '.conffiles', '.list', '.triggers', '.shlibs', '.symbols']
/** dpkg(1) "Package states": files of the package are in place. */
const PRESENT = new Set(['installed', 'unpacked', 'half-configured', 'triggers-awaited', 'triggers-pending'])

/**
 * Packages installed by dpkg, and those of images without dpkg (one file each in status.d). Advisories name the source package and
 * its version. A package is direct unless apt marked it as installed for another one.
 */
export default defineExtractor({
  id: 'dpkg-status',
  title: 'Packages installed by dpkg (Debian, Ubuntu …)',
  type: 'deb',
  kind: 'installed',
  paths: ['lib/dpkg/status', 'lib/dpkg/status.d/'],
  claims: (path) => !NOT_RECORDS.some((ending) => path.endsWith(ending)),
  extract(input, out) {
    const text = input.text()
    const { records, badLine } = parseDpkgDatabase(text)
    const isWhole = nameOf(input.path) === 'status'
    reportDatabaseText(text, out, { isWhole, badLine })
    out.entries(records.length)
    if (records.length === 0) return
    const { namespace, distro, ecosystem } = findDistribution('deb', input, out)
    const automatic = isWhole ? automaticPackages(input.read(`${systemTop(input.path)}/var/lib/apt/extended_states`)) : null
    const layers = originLayers(input, (file) => parseDpkgDatabase(new TextDecoder().decode(file.read(0, file.size))).records.map(keyOf))
    const nodes = new Map<DpkgRecord, NodeId>()
    for (const record of records) {
      const { name, version, architecture, line } = record
      const state = record.status.split(' ').pop() ?? ''
      if (record.status !== '' && !PRESENT.has(state)) {
        out.skip(`package in state ${state}`)
        continue
      }
      if (name === '' || version === '') {
        out.problem({ code: 'malformed', line, detail: `a package without ${name === '' ? 'name' : 'version'}` })
        if (name === '') continue
      }
      const layer = layers.get(keyOf(record))
      const node = out.component({
        ...(namespace === '' ? {} : { namespace }),
        name,
        version,
        ecosystem: ubuntuStream(ecosystem, version),
        qualifiers: { arch: architecture, distro, upstream: upstreamOf(record) },
        line,
        subject: { name: record.source || name, version: record.sourceVersion || version },
        ...(automatic === null ? {} : { direct: !automatic.has(`${name}:${architecture}`) }),
        ...(layer === undefined ? {} : { layer }),
      })
      nodes.set(record, node)
    }
    addPackageEdges(nodes, out)
  },
})

function upstreamOf({ source, sourceVersion }: DpkgRecord): string {
  return sourceVersion === '' ? source : `${source}@${sourceVersion}`
}

function keyOf({ name, version, architecture }: DpkgRecord): string {
  return `${name} ${version} ${architecture}`
}

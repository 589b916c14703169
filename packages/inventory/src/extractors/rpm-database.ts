import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { NodeId } from '../extractor.ts'
import { findDistribution } from '../os/find-distribution.ts'
import { originLayers } from '../os/origin-layers.ts'
import { addPackageEdges } from '../os/package-edges.ts'
import type { RpmRecord } from '../os/rpm-header.ts'
import { readRpmPackages } from '../os/rpm-packages.ts'
import { rpmSubject, sourceOf } from '../os/rpm-subject.ts'

const FOLDERS = ['var/lib/rpm', 'usr/share/rpm', 'usr/lib/sysimage/rpm']
const FILES = ['Packages', 'Packages.db', 'rpmdb.sqlite']

/** Packages installed by rpm, from each of its databases: Berkeley DB hash, ndb, SQLite. */
export default defineExtractor({
  id: 'rpm-database',
  title: 'Packages installed by rpm (Red Hat, Alma, Rocky, SUSE, openEuler …)',
  type: 'rpm',
  kind: 'installed',
  paths: FOLDERS.flatMap((folder) => FILES.map((file) => `${folder}/${file}`)),
  extract(input, out) {
    const isSqlite = nameOf(input.path) === 'rpmdb.sqlite'
    const log = isSqlite ? input.open(nameOf(input.path) + '-wal') : null
    const { format, records, count, damages } = readRpmPackages(input.file, log)
    out.format('', format === '' ? 'rpm-database' : `rpm-${format}`)
    for (const detail of damages) out.problem({ code: 'malformed', detail })
    out.entries(count)
    if (records.length === 0) return
    const distribution = findDistribution('rpm', input, out)
    const { namespace, distro, ecosystem } = distribution
    const layers = originLayers(input, (file) => readRpmPackages(file).records.map(keyOf))
    const nodes = new Map<RpmRecord, NodeId>()
    for (const record of records) {
      if (record.name === 'gpg-pubkey') {
        out.skip('signing key')
        continue
      }
      const source = sourceOf(record.sourceRpm)
      const layer = layers.get(keyOf(record))
      const node = out.component({
        ...(namespace === '' ? {} : { namespace }),
        name: record.name,
        version: `${record.version}-${record.release}`,
        ecosystem,
        qualifiers: {
          arch: record.architecture,
          epoch: record.epoch === 0 ? '' : String(record.epoch),
          distro,
          upstream: source === null || source.name === record.name ? '' : `${source.name}@${source.version}`,
          rpmmod: record.modularity.split(':').slice(0, 2).join(':'),
        },
        licenses: record.license === '' ? [] : [record.license],
        subject: rpmSubject(record, ecosystem),
        ...(layer === undefined ? {} : { layer }),
      })
      nodes.set(record, node)
    }
    addPackageEdges(new Map([...nodes].map(([{ name, requires, provides }, node]) => [{ name, depends: requires, provides }, node])), out)
  },
})

function keyOf({ name, epoch, version, release, architecture }: RpmRecord): string {
  return `${name} ${epoch}:${version}-${release} ${architecture}`
}

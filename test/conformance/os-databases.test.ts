import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXTRACTORS, extractFile } from '@cupel/inventory'
import type { Extractor } from '@cupel/inventory'
import { folderTree } from '@cupel/source'
import { afterAll, describe, expect, test } from 'vitest'
import { makeBdb, makeNdb, makeRpmHeader, makeSqlite } from '../make-rpm-database.ts'
import { mutationFaults } from '../mutate.ts'

const base = mkdtempSync(join(tmpdir(), 'cupel-os-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

async function extractor(id: string): Promise<Extractor> {
  const entry = EXTRACTORS.find((candidate) => candidate.id === id)
  if (entry === undefined) throw new Error(`no extractor ${id}`)
  return entry.load()
}

function has(tool: string): boolean {
  const found = spawnSync(tool, ['--version']).error === undefined
  if (!found) console.warn(`skipped: ${tool} is not installed`)
  return found
}

describe.runIf(has('dpkg-query') && existsSync('/var/lib/dpkg/status'))('dpkg', () => {
  test("this machine's packages are those that dpkg-query lists", async () => {
    const format = '${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\n'
    const listed = execFileSync('dpkg-query', ['-W', '-f', format], { maxBuffer: 1 << 26 })
      .toString()
      .split('\n')
    const expected = listed.filter((line) => line.startsWith('installed ')).map((line) => line.slice('installed '.length))
    const { components, problems } = extractFile(folderTree('/'), await extractor('dpkg-status'), 'var/lib/dpkg/status')
    const found = components.map(
      ({ name, version, subject, purl }) => `${name} ${version} ${/arch=([^&]*)/.exec(purl)?.[1]} ${subject?.name} ${subject?.version}`,
    )
    expect(problems).toEqual([])
    expect(found.sort()).toEqual(expected.sort())
    console.log(`dpkg-query: ${found.length} packages agree in name, version, architecture and source`)
  })

  test.runIf(has('apt-mark'))('direct packages are those that apt calls manual', async () => {
    const manual = execFileSync('apt-mark', ['showmanual'])
      .toString()
      .split('\n')
      .filter((name) => name !== '')
    const { components } = extractFile(folderTree('/'), await extractor('dpkg-status'), 'var/lib/dpkg/status')
    const direct = components.filter((component) => component.direct === true).map(({ name }) => name)
    expect([...new Set(direct)].sort()).toEqual([...new Set(manual.map((name) => name.split(':')[0]))].sort())
    console.log(`apt-mark: ${direct.length} direct packages agree`)
  })
})

const headers = Array.from({ length: 120 }, (_, at) =>
  makeRpmHeader({
    name: `package-${at}`,
    version: `1.${at}`,
    release: '1.el9',
    arch: 'x86_64',
    provides: [`virtual(${at})`],
    requires: [`virtual(${at + 1})`],
    filler: 1 + ((at * 977) % 9000),
  }),
)

describe.runIf(has('python3'))('rpm databases in SQLite files that SQLite wrote', () => {
  test.each([512, 4096, 65536])('pages of %i bytes', async (pageSize) => {
    const folder = join(base, String(pageSize))
    mkdirSync(join(folder, 'var/lib/rpm'), { recursive: true })
    mkdirSync(join(folder, 'etc'))
    writeFileSync(join(folder, 'etc/os-release'), 'ID=almalinux\nVERSION_ID=9.4\n')
    for (const [at, header] of headers.entries()) writeFileSync(join(base, `header-${at}`), header)
    // Deleted rows, other tables and indexes leave pages that are not the table's.
    const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute('PRAGMA page_size = ' + sys.argv[3])
db.execute('CREATE TABLE Name (key TEXT, hnum INTEGER, idx INTEGER)')
db.execute('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)')
db.execute('CREATE INDEX Name_key ON Name (key)')
for n in range(int(sys.argv[4])):
    blob = open(sys.argv[2] + '/header-%d' % n, 'rb').read()
    for _ in range(2):
        row = db.execute('INSERT INTO Packages (blob) VALUES (?)', (blob,)).lastrowid
        db.execute('INSERT INTO Name VALUES (?, ?, 0)', ('package-%d' % n, row))
db.execute('DELETE FROM Packages WHERE hnum % 2 = 0')
db.commit()
`
    execFileSync('python3', ['-c', script, join(folder, 'var/lib/rpm/rpmdb.sqlite'), base, String(pageSize), String(headers.length)])
    const { components, graph, problems } = extractFile(folderTree(folder), await extractor('rpm-database'), 'var/lib/rpm/rpmdb.sqlite')
    expect(problems).toEqual([])
    expect(components.map(({ name, version }) => `${name} ${version}`)).toEqual(headers.map((_, at) => `package-${at} 1.${at}-1.el9`))
    expect(graph.edges).toHaveLength(headers.length - 1)
    console.log(`SQLite: ${components.length} packages of a file with ${pageSize}-byte pages agree`)
  })
})

describe.runIf(has('python3'))('a write-ahead log that SQLite left behind', () => {
  test.each([
    ['is read', 'db.commit()', 120],
    ['is read up to the last transaction', "db.commit(); db.execute('DELETE FROM Packages'); db.execute('PRAGMA cache_spill = 1')", 120],
    ['holds deletions', "db.commit(); db.execute('DELETE FROM Packages WHERE hnum > 100'); db.commit()", 100],
  ])('%s', async (name, ending, count) => {
    const folder = join(base, name.replaceAll(' ', '-'))
    mkdirSync(join(folder, 'var/lib/rpm'), { recursive: true })
    mkdirSync(join(folder, 'etc'))
    writeFileSync(join(folder, 'etc/os-release'), 'ID=almalinux\nVERSION_ID=9.4\n')
    for (const [at, header] of headers.entries()) writeFileSync(join(base, `header-${at}`), header)
    const script = `
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute('PRAGMA journal_mode = WAL')
db.execute('PRAGMA wal_autocheckpoint = 0')
db.execute('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)')
db.commit()
for n in range(120):
    db.execute('INSERT INTO Packages (blob) VALUES (?)', (open(sys.argv[2] + '/header-%d' % n, 'rb').read(),))
    if n == 60: db.commit(); db.execute('PRAGMA wal_checkpoint(RESTART)')
${ending}
os._exit(0)
`
    execFileSync('python3', ['-c', script, join(folder, 'var/lib/rpm/rpmdb.sqlite'), base])
    const { components, problems } = extractFile(folderTree(folder), await extractor('rpm-database'), 'var/lib/rpm/rpmdb.sqlite')
    expect(problems).toEqual([])
    expect(components.map(({ name: found }) => found)).toEqual(headers.slice(0, count).map((_, at) => `package-${at}`))
    console.log(`SQLite: ${components.length} packages of a file with a write-ahead log agree`)
  })
})

describe.runIf(has('rpm'))('rpm', () => {
  test('lists the same packages out of its own database as we do', async () => {
    const folder = join(base, 'rpm')
    const place = join(folder, 'var/lib/rpm')
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'Packages'), makeBdb(headers))
    const format = '%{NAME} %{VERSION}-%{RELEASE}\n'
    const result = spawnSync('rpm', ['--dbpath', place, '--define', '_db_backend bdb_ro', '-qa', '--qf', format])
    const listed = result.stdout
      .toString()
      .split('\n')
      .filter((line) => line !== '')
    const { components } = extractFile(folderTree(folder), await extractor('rpm-database'), 'var/lib/rpm/Packages')
    expect(components.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(listed.sort())
    console.log(`rpm: ${listed.length} packages of a Berkeley DB file agree`)
  })
})

describe('damaged databases lose nothing silently', () => {
  const apk = Array.from(
    { length: 30 },
    (_, at) => `C:Q1abc=\nP:package-${at}\nV:1.${at}-r0\nA:x86_64\nL:MIT\no:origin\nF:usr\nR:file\n\n`,
  ).join('')
  const dpkg = Array.from(
    { length: 30 },
    (_, at) =>
      `Package: package-${at}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.${at}\nDescription: words\n more words\n\n`,
  ).join('')
  const few = headers.slice(0, 12)
  const cases: readonly [string, string, string | Uint8Array][] = [
    ['apk-installed', 'lib/apk/db/installed', apk],
    ['dpkg-status', 'var/lib/dpkg/status', dpkg],
    ['rpm-database', 'var/lib/rpm/rpmdb.sqlite', makeSqlite(few)],
    ['rpm-database', 'var/lib/rpm/Packages.db', makeNdb(few)],
    ['rpm-database', 'var/lib/rpm/Packages', makeBdb(few)],
  ]
  test.each(cases)('%s %s', async (id, path, content) => {
    const options = {
      copies: 100,
      binary: typeof content !== 'string',
      beside: { 'etc/os-release': 'ID=any\nVERSION_ID=1\n' },
      wholeAfterCut: (text: string) => text === '' || text.endsWith('\n\n'),
    }
    expect(mutationFaults(await extractor(id), path, content, options)).toEqual([])
  })
})

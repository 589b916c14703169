import { createServer } from 'node:http'
import { createHash } from 'node:crypto'
import { readFileSync, cpSync, rmSync, existsSync, statSync, createReadStream } from 'node:fs'
import { join } from 'node:path'
import { syncDatabase, verifyDatabase } from '@cupel/advisory/sync'
import { openIndex } from '@cupel/advisory'
import { bufferAccess, openZip } from '@cupel/source'
const from = '/tmp/advisory/scale', home = '/tmp/advisory/inchome'
rmSync(home, { recursive: true, force: true })
const zipBuf = readFileSync(join(from, 'osv/npm/all.zip'))
const zip = openZip(bufferAccess(zipBuf))
const entries = new Map(zip.entries.map((e) => [e.path.slice(0, -5), e]))
let csv = readFileSync(join(from, 'osv/npm/modified_id.csv'), 'utf8')
const over = new Map<string, string>()
let reqs = 0
const server = createServer((q, r) => {
  reqs++
  const p = decodeURIComponent(new URL(q.url!, 'http://x').pathname)
  let body: Buffer | null = null
  const m = /^\/osv\/npm\/(.+)\.json$/.exec(p)
  if (m) body = over.has(m[1]!) ? Buffer.from(over.get(m[1]!)!) : Buffer.from(zip.read(entries.get(m[1]!)!))
  else if (p === '/osv/npm/modified_id.csv') body = Buffer.from(csv)
  else if (p === '/osv/ecosystems.txt') body = Buffer.from('npm\n')
  else if (p === '/osv/npm/all.zip') body = zipBuf
  else if (existsSync(join(from, p)) && statSync(join(from, p)).isFile()) body = readFileSync(join(from, p))
  if (!body) { r.writeHead(404); r.end(); return }
  const etag = '"' + createHash('md5').update(body).digest('hex') + '"'
  if (q.headers['if-none-match'] === etag) { r.writeHead(304, { etag }); r.end(); return }
  r.writeHead(200, { etag, 'content-length': body.length }); r.end(body)
})
await new Promise<void>((f) => server.listen(0, '127.0.0.1', f))
const url = `http://127.0.0.1:${(server.address() as any).port}`
const run = async (label: string) => {
  reqs = 0
  const t = performance.now()
  const r = await syncDatabase({ home, from: url, signal: new AbortController().signal, now: () => new Date(), emit: () => undefined })
  console.log(label, Math.round(performance.now() - t), 'ms', 'requests', reqs, JSON.stringify(r.parts[0]), 'segments', r.manifest.ecosystems[0]!.segments.map((s) => s.records).join('+'), 'problems', r.problems.length)
}
await run('full')
await run('nothing')
const ids = [...entries.keys()]
let day = 0
for (const n of (process.argv[2] ?? "1,100,10000,1,20000").split(",").map(Number)) {
  day++
  const changed = new Set(Array.from({ length: n }, (_, i) => ids[(i * 7919 + day * 104729) % ids.length]!))
  const stamp = `2026-11-0${day}T00:00:00Z`
  for (const id of changed) { const rec = JSON.parse(over.get(id) ?? Buffer.from(zip.read(entries.get(id)!)).toString('utf8')); rec.modified = stamp; over.set(id, JSON.stringify(rec)) }
  csv = csv.split('\n').map((l) => changed.has(l.slice(l.indexOf(',') + 1)) ? `${stamp},${l.slice(l.indexOf(',') + 1)}` : l).join('\n')
  await run(`${n} changed`)
}
const t = performance.now(); const v = verifyDatabase(home); console.log('verify', v.ok, Math.round(performance.now() - t), 'ms')
const index = openIndex(home)!; console.log(index.state.records); index.close()
server.closeAllConnections(); server.close()

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import type { OsvRecord } from '@cupel/model'

/** Records by ecosystem, then by id: what a bucket of the tests holds. A text in place of a record is written as it is. */
export type BucketRecords = Readonly<Record<string, Readonly<Record<string, OsvRecord | string>>>>

/** Writes records in the layout of OSV's bucket under `folder/osv`, with an empty KEV catalogue and no EPSS scores unless given. */
export function writeBucket(folder: string, records: BucketRecords, { kev = [], epss = [] }: BucketSignals = {}): void {
  for (const [ecosystem, byId] of Object.entries(records)) {
    const members = Object.entries(byId).map(([id, record]): [string, string] => [
      `${id}.json`,
      typeof record === 'string' ? record : JSON.stringify(record),
    ])
    put(join(folder, 'osv', ecosystem, 'all.zip'), zipOf(members))
    const lines = Object.entries(byId).map(
      ([id, record]) => `${typeof record === 'string' ? '2020-01-01T00:00:00Z' : record.modified},${id}`,
    )
    put(join(folder, 'osv', ecosystem, 'modified_id.csv'), lines.toSorted().toReversed().join('\n'))
  }
  put(join(folder, 'osv', 'ecosystems.txt'), Object.keys(records).join('\n'))
  const vulnerabilities = kev.map((cveID) => ({
    cveID,
    dateAdded: '2024-01-02',
    dueDate: '2024-01-23',
    knownRansomwareCampaignUse: 'Known',
  }))
  put(
    join(folder, 'kev', 'known_exploited_vulnerabilities.json'),
    JSON.stringify({ dateReleased: '2024-02-03T00:00:00Z', vulnerabilities }),
  )
  const scores = epss.map(([id, score]) => `${id},${score},0.5\n`)
  put(
    join(folder, 'epss', 'epss_scores.csv.gz'),
    `#model_version:v1,score_date:2024-02-04T00:00:00+0000\ncve,epss,percentile\n${scores.join('')}`,
  )
}

export interface BucketSignals {
  readonly kev?: readonly string[]
  readonly epss?: readonly (readonly [id: string, score: number])[]
}

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** A zip of deflated members. */
export function zipOf(members: readonly (readonly [name: string, text: string])[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of members) {
    const plain = Buffer.from(text)
    const packed = deflateRawSync(plain)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(plain), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(plain.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    fields.copy(head, 4)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    fields.copy(entry, 6)
    entry.writeUInt32LE(offset, 42)
    directory.push(entry, Buffer.from(name))
    pieces.push(head, Buffer.from(name), packed)
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, ...directory, end])
}

/** What the server does to a request instead of answering it well. */
export type Fault = { readonly status: number } | { readonly cutAfter: number } | { readonly stall: true }

export interface TestServer {
  readonly url: string
  /** Paths asked for, with the status answered. */
  readonly log: { readonly path: string; readonly status: number; readonly range: string }[]
  close(): Promise<void>
}

/** Serves a folder over loopback HTTP with ETags and ranges; single records come from `records`. `fault` may spoil a request. */
export async function serveBucket(
  folder: string,
  records: () => BucketRecords,
  fault: (path: string, count: number) => Fault | null = () => null,
): Promise<TestServer> {
  const log: TestServer['log'] = []
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    const count = (counts.get(path) ?? 0) + 1
    counts.set(path, count)
    answer({ request, response, body: bodyOf(folder, path, records()), fault: fault(path, count), log, path })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log, close: () => closed(server) }
}

function bodyOf(folder: string, path: string, records: BucketRecords): Buffer | null {
  if (statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true) return readFileSync(join(folder, path))
  const [, ecosystem = '', id = ''] = /^\/osv\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? []
  const record = records[ecosystem]?.[id]
  if (record === undefined) return null
  return Buffer.from(typeof record === 'string' ? record : JSON.stringify(record))
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer | null
  readonly fault: Fault | null
  readonly log: TestServer['log']
  readonly path: string
}

function answer({ request, response, body, fault, log, path }: Exchange): void {
  const range = request.headers.range ?? ''
  const send = (status: number, headers: Record<string, string>, content: Buffer): void => {
    log.push({ path, status, range })
    response.writeHead(status, { ...headers, 'content-length': String(content.length) })
    if (fault !== null && 'cutAfter' in fault) {
      response.write(content.subarray(0, fault.cutAfter))
      setTimeout(() => response.destroy(), 20)
    } else if (fault !== null && 'stall' in fault) response.write(content.subarray(0, 1))
    else response.end(content)
  }
  if (fault !== null && 'status' in fault) return send(fault.status, {}, Buffer.alloc(0))
  if (body === null) return send(404, {}, Buffer.alloc(0))
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
  if (request.headers['if-none-match'] === etag) return send(304, { etag }, Buffer.alloc(0))
  const start = /^bytes=(\d+)-$/.exec(range)?.[1]
  if (start === undefined || request.headers['if-range'] !== etag) return send(200, { etag }, body)
  const headers = { etag, 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` }
  send(206, headers, body.subarray(Number(start)))
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

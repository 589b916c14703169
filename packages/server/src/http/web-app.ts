import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

interface WebFile {
  readonly type: string
  readonly tag: string
  /** Its name holds a digest of its content, so it never changes. */
  readonly immutable: boolean
  readonly forms: Readonly<Partial<Record<'br' | 'gzip' | 'identity', Buffer>>>
}

export interface WebApp {
  /** The file at a path as it stands in the address; names that are not in the folder do not exist, whatever they resolve to. */
  find(path: string): WebFile | undefined
  /** The page that every view starts from, with this answer's nonce. */
  page(nonce: string): string
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json',
  txt: 'text/plain; charset=utf-8',
}
const MAX_BYTES = 64 * 1024 * 1024
const COMPRESSIBLE_BYTES = 1024
const NONCE = '__CUPEL_NONCE__'

/** Reads a folder of built files once; the disk is never asked again. `.br` and `.gz` beside a file are its packed forms. */
export function loadWebApp(folder: string): WebApp {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const bytes = names.reduce((sum, name) => sum + statSync(name).size, 0)
  if (bytes > MAX_BYTES) throw new Error(`${folder} is no web app of ours: it holds ${bytes} bytes`)
  const contents = new Map(names.map((name) => [`/${relative(folder, name).split(sep).join('/')}`, readFileSync(name)]))
  const files = new Map<string, WebFile>()
  for (const [path, content] of contents) if (!/\.(br|gz|map)$|\/\./.test(path)) files.set(path, webFile(path, content, contents))
  const page = contents.get('/index.html')?.toString()
  if (page === undefined) throw new Error(`${folder} holds no index.html`)
  return { find: (path) => (path === '/index.html' ? undefined : files.get(path)), page: (nonce) => page.replaceAll(NONCE, nonce) }
}

function webFile(path: string, content: Buffer, contents: ReadonlyMap<string, Buffer>): WebFile {
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
  const packs = content.length >= COMPRESSIBLE_BYTES && /^(text|application\/(json|manifest)|image\/svg)/.test(type)
  const br =
    contents.get(`${path}.br`) ?? (packs ? brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : undefined)
  const gzip = contents.get(`${path}.gz`) ?? (packs ? gzipSync(content) : undefined)
  return {
    type,
    tag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    immutable: /^\/assets\/.*-[\w-]{8,}\.\w+$/.test(path),
    forms: { identity: content, ...(br === undefined ? {} : { br }), ...(gzip === undefined ? {} : { gzip }) },
  }
}

/** The packed form to send, by `Accept-Encoding`. */
export function chooseForm(forms: WebFile['forms'], accepted: string | undefined): 'br' | 'gzip' | 'identity' {
  const taken = (accepted ?? '').split(',').map((one) => one.trim().toLowerCase())
  const takes = (name: string): boolean => taken.some((one) => one === name || (one.startsWith(`${name};`) && !/;\s*q=0(\.0*)?$/.test(one)))
  if (forms.br !== undefined && takes('br')) return 'br'
  if (forms.gzip !== undefined && takes('gzip')) return 'gzip'
  return 'identity'
}

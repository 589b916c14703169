import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { outputUnwritable, usageWrongValue } from '@cupel/model'
import { Sandbox, SANDBOX_FAULTS } from '@cupel/provenance'
import type { SandboxFaultName } from '@cupel/provenance'

export interface SandboxRequest {
  /** Folder for trusted root, signing configuration and token; made if it is not there. */
  readonly out: string
  /** 0: any free port. */
  readonly port: number
  readonly faults: readonly string[]
  /** Whom the token names: an address, or the URL of a workflow. */
  readonly identity: string
  readonly now: () => Date
}

export interface ServedSandbox {
  readonly baseUrl: string
  /** Addresses by what answers there. */
  readonly services: Readonly<Record<string, string>>
  /** Files written. */
  readonly files: readonly string[]
  /** Stops taking requests, and resolves when the port is free. */
  close(): Promise<void>
}

const MAX_BODY = 16_000_000

/** Puts a whole Sigstore instance on loopback, and writes what its users need. Whoever reaches it can sign as anybody. */
export async function serveSandbox({ out, port, faults, identity, now }: SandboxRequest): Promise<ServedSandbox> {
  const known = Object.keys(SANDBOX_FAULTS)
  const unknown = faults.find((fault) => !known.includes(fault))
  if (unknown !== undefined) throw usageWrongValue('--fault', unknown, known)
  let sandbox: Sandbox | undefined
  const server = createServer((request, response) => void answer(request, response, () => sandbox, identity))
  await listen(server, port)
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  sandbox = new Sandbox({ baseUrl, now, random: (size) => randomBytes(size), faults: faults as readonly SandboxFaultName[] })
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  try {
    return { baseUrl, services: servicesOf(baseUrl), files: writeFiles(sandbox, out, identity), close }
  } catch (error) {
    await close()
    throw error
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error) => failed(usageWrongValue('--port', String(port), error.message)))
    server.listen(port, '127.0.0.1', done)
  })
}

function servicesOf(baseUrl: string): ServedSandbox['services'] {
  return {
    'certificate authority': `${baseUrl}/fulcio`,
    'log (version 1)': `${baseUrl}/rekor`,
    'log (version 2)': `${baseUrl}/rekor2`,
    'timestamp authority': `${baseUrl}/tsa/api/v1/timestamp`,
    'OpenID issuer': `${baseUrl}/oidc`,
    'token of a job': `${baseUrl}/oidc/token?identity=NAME`,
    'TUF repository': `${baseUrl}/tuf/metadata`,
    'TUF targets': `${baseUrl}/tuf/targets`,
  }
}

function writeFiles(sandbox: Sandbox, out: string, identity: string): readonly string[] {
  const root = sandbox.tuf.files.get('metadata/1.root.json') ?? Buffer.alloc(0)
  const files = {
    'trusted_root.json': sandbox.trustedRoot(),
    'signing_config.json': sandbox.signingConfig(),
    'token.txt': sandbox.token(claimsOf(identity)),
    'tuf_root.json': root,
  }
  try {
    mkdirSync(out, { recursive: true })
    return Object.entries(files).map(([name, content]) => {
      const file = join(out, name)
      writeFileSync(file, content, { mode: name === 'token.txt' ? 0o600 : 0o644 })
      return file
    })
  } catch (error) {
    throw outputUnwritable(out, error)
  }
}

type Claims = Parameters<Sandbox['token']>[0]

function claimsOf(identity: string): Claims {
  return identity.includes('://') ? workflowClaims(identity) : { sub: identity, email: identity }
}

/** `https://github.com/owner/name/.github/workflows/release.yml@refs/tags/v1` as the token of such a job. */
function workflowClaims(identity: string): Claims {
  const [, repository = 'example/example', ref = 'refs/heads/main'] = /^https:\/\/[^/]+\/([^/]+\/[^/]+)\/[^@]*@(.+)$/.exec(identity) ?? []
  const workflow = identity.replace(/^https:\/\/[^/]+\//, '')
  const sha = '0'.repeat(40)
  return {
    sub: `repo:${repository}:ref:${ref}`,
    repository,
    ref,
    sha,
    event_name: 'push',
    workflow_ref: workflow,
    workflow_sha: sha,
    job_workflow_ref: workflow,
    job_workflow_sha: sha,
    runner_environment: 'github-hosted',
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, get: () => Sandbox | undefined, identity: string): Promise<void> {
  try {
    const body = await bodyOf(request)
    const method = request.method === 'POST' ? 'POST' : 'GET'
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const sandbox = get()
    if (url.pathname === '/oidc/token') {
      // As GitHub Actions hands tokens to jobs.
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ value: sandbox?.token(claimsOf(url.searchParams.get('identity') ?? identity)) }))
      return
    }
    const answered = sandbox?.handle({ method, url: request.url ?? '/', headers: {}, body })
    response.writeHead(answered?.status ?? 503, { ...answered?.headers })
    response.end(answered?.body)
  } catch {
    if (!response.headersSent) response.writeHead(400)
    response.end()
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new Error('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

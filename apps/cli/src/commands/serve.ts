import { join, resolve } from 'node:path'
import { spawn } from 'node:child_process'
import { isIP } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { cupelHome } from '@cupel/engine/database'
import { configInvalid, usageWrongValue } from '@cupel/model'
import type { KeyFile } from '@cupel/engine/sign'
import { startServer, webFolder, writeLog } from '@cupel/server'
import type { OidcProvider } from '@cupel/server'
import { defineCommand, isSet, text } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { keyOfFlags } from '../sign-flags.ts'

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

/** `cupel serve`: the server with its web app, with nothing to set up before. */
export default defineCommand({
  id: 'serve',
  summary: 'start the server: portfolio, findings, policy and history of all your projects in a web app',
  usage: '',
  arity: [0, 0],
  graceful: 'service',
  flags: {
    host: { type: 'string', value: 'ADDRESS', help: 'address to listen at (default: 127.0.0.1, this machine only)' },
    port: { type: 'string', value: 'PORT', help: 'port to listen at; 0 is any free one (default: 7766)' },
    data: { type: 'string', value: 'DIR', help: 'folder of the embedded database (default: server/ in the home of cupel)' },
    origin: { type: 'string', value: 'URL', help: 'how browsers reach the server, when a proxy stands before it' },
    demo: { type: 'boolean', help: 'example projects, everybody on this machine is administrator, nothing is kept or fetched' },
    offline: { type: 'boolean', help: 'no request leaves this machine' },
    'no-worker': { type: 'boolean', help: 'leave the background work to cupel worker (default: this process does it)' },
    'private-network': { type: 'boolean', help: 'webhooks and identity providers may have addresses of private networks' },
    key: {
      type: 'string',
      value: 'FILE',
      help: 'private key that signs the verdicts which are given out (default: CUPEL_SIGNING_KEY, a file too)',
    },
    'passphrase-file': { type: 'string', value: 'FILE', help: 'what opens the key (default: CUPEL_PASSPHRASE)' },
    open: { type: 'boolean', help: 'open a browser' },
    'log-level': {
      type: 'string',
      value: 'LEVEL',
      help: 'what is logged to standard error, as JSON lines (default: warn)',
      choices: LEVELS,
    },
  },
  description:
    'The first start prints an address with a token for the first administrator. CUPEL_DATABASE_URL names a PostgreSQL server to use instead of the embedded database. CUPEL_OIDC_ISSUER, CUPEL_OIDC_CLIENT_ID, CUPEL_OIDC_CLIENT_SECRET and CUPEL_OIDC_NAME add a log-in by OpenID Connect. SIGTERM ends it once running work has ended.',
  examples: [
    ['cupel serve', 'then open the printed address'],
    ['cupel serve --demo', 'look around with example projects'],
    ['cupel serve --host 0.0.0.0 --origin https://cupel.example', 'behind a proxy that speaks https'],
  ],
  async run(context) {
    const { flags, env, cwd, now, signal, stdout, stderr } = context
    const demo = isSet(flags, 'demo')
    const host = text(flags, 'host') ?? '127.0.0.1'
    if (demo && !LOOPBACK.includes(host)) throw usageWrongValue('--host', host, 'an address of this machine, with --demo')
    const url = demo ? undefined : env['CUPEL_DATABASE_URL']
    const folder = demo ? undefined : resolve(cwd, text(flags, 'data') ?? join(cupelHome(env), 'server'))
    const web = webFolder()
    const signingKey = signingKeyOf(context)
    const server = await startServer({
      database: url === undefined || url === '' ? (folder === undefined ? {} : { folder }) : { url },
      host,
      port: portOf(text(flags, 'port') ?? '7766'),
      ...(text(flags, 'origin') === undefined ? {} : { origin: originOf(text(flags, 'origin') ?? '') }),
      ...(web === null ? {} : { web }),
      ...trustedProxies(env),
      home: cupelHome(env),
      oidc: providers(env),
      ...(signingKey === undefined ? {} : { signingKey }),
      demo,
      // The examples are judged by the built-in starter set: looking around asks nobody for anything.
      offline: demo || isSet(flags, 'offline'),
      privateNetwork: isSet(flags, 'private-network'),
      worker: flags['no-worker'] !== true,
      log: writeLog((text(flags, 'log-level') ?? 'warn') as (typeof LEVELS)[number], (line) => stderr.write(line)),
      now,
    })
    if (web === null) stderr.write('cupel: the web app was not built; only the API is served\n')
    if (demo) stdout.write('demonstration: nothing is kept, and everybody on this machine is administrator\n')
    stdout.write(`${server.setupUrl === null ? server.url : `first start: ${server.setupUrl}`}\nready\n`)
    if (isSet(flags, 'open')) openBrowser(server.setupUrl ?? server.url)
    while (!signal.aborted) await sleep(2 ** 31 - 1, undefined, { signal }).catch(() => undefined)
    await server.close()
    return 0
  },
})

function portOf(port: string): number {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw usageWrongValue('--port', port, 'a number up to 65535')
  return Number(port)
}

function originOf(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/')
    throw usageWrongValue('--origin', origin, 'an address like https://cupel.example')
  return url.origin
}

function signingKeyOf({ flags, env, cwd }: CommandContext): KeyFile | undefined {
  const file = text(flags, 'key') ?? env['CUPEL_SIGNING_KEY']
  const key = file === undefined || file === '' ? undefined : keyOfFlags({ flags: { ...flags, key: file }, env, cwd })
  return key === undefined ? undefined : { ...key, file: resolve(cwd, key.file) }
}

function providers(env: CommandContext['env']): readonly OidcProvider[] {
  const issuer = env['CUPEL_OIDC_ISSUER']
  if (issuer === undefined || issuer === '') return []
  const clientId = env['CUPEL_OIDC_CLIENT_ID']
  const clientSecret = env['CUPEL_OIDC_CLIENT_SECRET']
  if (!URL.canParse(issuer) || clientId === undefined || clientSecret === undefined)
    throw configInvalid('CUPEL_OIDC_ISSUER', 'it needs an address, and CUPEL_OIDC_CLIENT_ID and CUPEL_OIDC_CLIENT_SECRET beside it')
  return [{ id: 'oidc', name: env['CUPEL_OIDC_NAME'] ?? new URL(issuer).host, issuer, clientId, clientSecret }]
}

/** Whose `X-Forwarded-For` is believed. */
function trustedProxies(env: CommandContext['env']): { readonly trustProxy?: string } {
  const given = (env['CUPEL_TRUST_PROXY'] ?? '').split(',').map((one) => one.trim())
  const named = given.filter((one) => one !== '')
  if (named.length === 0) return {}
  for (const one of named) {
    const [address = '', prefix, ...more] = one.split('/')
    const bits = isIP(address) === 6 ? 128 : 32
    const whole = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits && more.length === 0)
    if (isIP(address) === 0 || !whole)
      throw configInvalid(
        'CUPEL_TRUST_PROXY',
        'it needs the addresses of the proxies before the server, as 10.0.0.7 or 10.0.0.0/8, with commas between',
      )
  }
  return { trustProxy: named.join(',') }
}

/** Whether one opens does not matter: the address was printed. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['explorer', url] : ['xdg-open', url]
  spawn(command as string, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

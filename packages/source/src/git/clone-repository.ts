import { lstatSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { gitEnvironment } from './git-environment.ts'
import { GitFailed } from './git-failed.ts'
import { withoutCredentials } from './git-remotes.ts'
import { pinSettings } from './host-pin.ts'
import type { HostPin } from './host-pin.ts'
import { ended, tail } from './run-git.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.ts'

export type CloneProtocol = 'https' | 'http' | 'ssh' | 'git' | 'file'

export interface CloneOptions {
  /** Commits of history; all of it when left out. */
  readonly depth?: number
  readonly timeoutMs?: number
  /** Protocols that may be used, also after a redirect. Default: https and ssh. */
  readonly allowedProtocols?: readonly CloneProtocol[]
  /** Branch or tag; what the remote calls HEAD when left out. */
  readonly branch?: string
  /** The one address that may be connected to over http and https; redirects are then refused. */
  readonly pin?: HostPin
  /** Ends the clone; its reason is thrown. */
  readonly signal?: AbortSignal
}

const TIMEOUT_MS = 600_000

/** What the transports need of the caller's environment: proxies, certificate stores, the agent and known hosts of ssh. */
const TRANSPORT = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'no_proxy',
  'NO_PROXY',
  'ALL_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
]
const SSH = ['SSH_AUTH_SOCK', 'USER', 'HOME']

const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.symlinks=false',
  'credential.helper=',
  'fetch.fsckObjects=true',
  'transfer.fsckObjects=true',
  'transfer.bundleURI=false',
  'fetch.recurseSubmodules=no',
  'filter.lfs.smudge=',
  'filter.lfs.required=false',
  'gc.auto=0',
]

/**
 * Clones into a new folder as a bare repository: no work tree, so no filters, hooks, submodules or large files. Reaches the network;
 * the caller must have asked whether that is allowed. Throws GitFailed, or the reason of the signal, and then leaves nothing behind.
 */
export async function cloneRepository(url: string, folder: string, options: CloneOptions = {}): Promise<void> {
  const { depth, timeoutMs = TIMEOUT_MS, allowedProtocols = ['https', 'ssh'], branch, pin, signal } = options
  signal?.throwIfAborted()
  const protocol = protocolOf(url)
  if (protocol === null || !allowedProtocols.includes(protocol)) {
    throw new GitFailed(`cannot clone ${withoutCredentials(url)}: only ${allowedProtocols.join(', ')} is allowed`)
  }
  const target = resolve(folder)
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw new GitFailed(`cannot clone into ${folder}: it is there already`)
  if (branch !== undefined && !/^[\w./+@-]{1,255}$/.test(branch)) throw new GitFailed('not the name of a branch or tag')
  const home = makeTemporaryFolder()
  mkdirSync(join(home, 'template'))
  const args = [
    ...SETTINGS.flatMap((setting) => ['-c', setting]),
    ...pinSettings(pin),
    'clone',
    '--bare',
    '--quiet',
    '--no-local',
    '--no-recurse-submodules',
    `--template=${join(home, 'template')}`,
    ...(depth === undefined ? [] : [`--depth=${depth}`]),
    ...(branch === undefined ? [] : [`--branch=${branch}`]),
    '--',
    url,
    target,
  ]
  const child = spawn('git', ['--no-pager', ...args], {
    cwd: home,
    env: cloneEnvironment(home, protocol, allowedProtocols),
    shell: false,
    windowsHide: true,
    // A group of its own, so that the helper that talks to the remote ends with it.
    detached: process.platform !== 'win32',
  })
  const errors = tail(child)
  child.stdout.resume()
  child.stdin.end()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    endAll(child)
  }, timeoutMs)
  const stop = (): void => endAll(child)
  signal?.addEventListener('abort', stop, { once: true })
  let done = false
  try {
    const code = await ended(child)
    signal?.throwIfAborted()
    if (isLate) throw new GitFailed(`cloning ${withoutCredentials(url)} took longer than ${timeoutMs / 1000} s`)
    if (code !== 0) throw new GitFailed(`cannot clone ${withoutCredentials(url)}: ${errors() || `exit code ${code}`}`)
    done = true
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    removeTemporaryFolder(home)
    if (!done) rmSync(target, { recursive: true, force: true })
  }
}

/** The child and what it started; what they wrote is removed by the caller. */
function endAll(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** Protocol of an address by git's rules; null for options, remote helpers (`ext::`) and what is none. */
export function protocolOf(url: string): CloneProtocol | null {
  if (url === '' || url.startsWith('-') || /[\p{Cc}\s]/u.test(url)) return null
  const scheme = /^([a-z][a-z0-9+.-]{0,20}):\/\//i.exec(url)?.[1]?.toLowerCase()
  if (scheme !== undefined) return isProtocol(scheme) && !hostIsOption(url) ? scheme : null
  if (url.includes('::')) return null
  if (/^[a-z]:[\\/]/i.test(url)) return 'file'
  const colon = url.indexOf(':')
  if (colon > 0 && !url.slice(0, colon).includes('/')) return hostIsOption(`ssh://${url}`) ? null : 'ssh'
  return 'file'
}

function isProtocol(text: string): text is CloneProtocol {
  return ['https', 'http', 'ssh', 'git', 'file'].includes(text)
}

/** `ssh://-oProxyCommand=…`: a host or user that ssh would take for an option. */
function hostIsOption(url: string): boolean {
  const authority = /^[a-z+.-]+:\/\/([^/]*)/i.exec(url)?.[1] ?? ''
  return authority.startsWith('-') || authority.includes('@-') || /^\[?-/.test(authority)
}

/** What git is given to reach a remote with: nothing of the user’s configuration but the way to the network. */
export function cloneEnvironment(home: string, protocol: CloneProtocol, allowed: readonly CloneProtocol[]): Record<string, string> {
  const kept: Record<string, string> = { GIT_ALLOW_PROTOCOL: allowed.join(':'), GIT_PROTOCOL_FROM_USER: '0' }
  for (const name of protocol === 'ssh' ? [...TRANSPORT, ...SSH] : TRANSPORT) {
    const value = process.env[name]
    if (value !== undefined) kept[name] = value
  }
  if (protocol === 'ssh') kept['GIT_SSH_COMMAND'] = 'ssh -oBatchMode=yes -oPermitLocalCommand=no -oForwardAgent=no'
  return gitEnvironment(home, kept)
}

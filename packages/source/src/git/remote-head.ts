import { spawn } from 'node:child_process'
import { cloneEnvironment, protocolOf } from './clone-repository.ts'
import type { CloneProtocol } from './clone-repository.ts'
import { pinSettings } from './host-pin.ts'
import type { HostPin } from './host-pin.ts'
import { ended } from './run-git.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.ts'

const TIMEOUT_MS = 60_000
const MAX_BYTES = 10_000

/** Commit that a remote's HEAD is at; null when it does not say. Reaches the network; the caller must have asked whether that is allowed. */
export async function remoteHead(
  url: string,
  allowedProtocols: readonly CloneProtocol[] = ['https', 'ssh'],
  { pin, ref = 'HEAD' }: { readonly pin?: HostPin; readonly ref?: string } = {},
): Promise<string | null> {
  const protocol = protocolOf(url)
  if (protocol === null || !allowedProtocols.includes(protocol) || !/^[\w./+@-]{1,255}$/.test(ref) || ref.startsWith('-')) return null
  const home = makeTemporaryFolder()
  const child = spawn('git', ['--no-pager', '-c', 'credential.helper=', ...pinSettings(pin), 'ls-remote', '--quiet', '--', url, ref], {
    cwd: home,
    env: cloneEnvironment(home, protocol, allowedProtocols),
    shell: false,
    windowsHide: true,
  })
  let answer = ''
  child.stdout.on('data', (piece: Buffer) => void (answer = (answer + piece.toString('latin1')).slice(0, MAX_BYTES)))
  child.stderr.resume()
  child.stdin.end()
  const timer = setTimeout(() => child.kill('SIGTERM'), TIMEOUT_MS)
  try {
    const code = await ended(child)
    return code === 0 ? (/^([0-9a-f]{40,64})\t/m.exec(answer)?.[1] ?? null) : null
  } finally {
    clearTimeout(timer)
    removeTemporaryFolder(home)
  }
}

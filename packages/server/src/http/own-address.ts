/** Names of this machine for itself. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** By which addresses a server answers: its own, and for one on this machine also the other names of the machine. */
export interface OwnAddress {
  isHost(host: string | undefined): boolean
  isOrigin(origin: string): boolean
}

/** Refusing foreign hosts keeps a page elsewhere from reaching a server on this machine by a name of its own (DNS rebinding). */
export function ownAddress(origin: string): OwnAddress {
  const own = new URL(origin)
  const names = LOOPBACK.includes(own.hostname) ? LOOPBACK : [own.hostname]
  const origins = new Set(names.map((name) => new URL(`${own.protocol}//${name}${own.port === '' ? '' : `:${own.port}`}`).origin))
  const hosts = new Set([...origins].map((one) => new URL(one).host))
  return {
    isHost: (host) => host !== undefined && hosts.has(withoutDefaultPort(host.toLowerCase(), own.protocol)),
    isOrigin: (one) => origins.has(one),
  }
}

function withoutDefaultPort(host: string, protocol: string): string {
  const port = protocol === 'https:' ? ':443' : ':80'
  return host.endsWith(port) ? host.slice(0, -port.length) : host
}

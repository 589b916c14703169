/** An address that somebody judged, in place of whatever the name resolves to later. */
export interface HostPin {
  readonly host: string
  readonly port: number
  /** IP address. */
  readonly address: string
}

/** Settings of git that hold it to an address over http and https; a git before 2.37 only refuses the redirects. */
export function pinSettings(pin: HostPin | undefined): readonly string[] {
  if (pin === undefined) return []
  const address = pin.address.includes(':') ? `[${pin.address}]` : pin.address
  return ['-c', 'http.followRedirects=false', '-c', `http.curloptResolve=${pin.host}:${pin.port}:${address}`]
}

export type { NetworkOptions } from './forge/network-transport.ts'
export { networkTransport } from './forge/network-transport.ts'

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { RepositoryAccess } from '@cupel/engine/bom'
import { HttpProblem } from '../api/problem-details.ts'
import { allowedUrl } from '../http/guarded-fetch.ts'
import { isPublicAddress } from '../http/public-address.ts'
import type { NetworkRules } from '../services.ts'

/**
 * How a repository may be reached: only over https at an address that is public when it is looked up here, and git is held to that
 * very address. Throws HttpProblem when it may not be. On a private network that is allowed, nothing is looked up.
 */
export async function reachHost(address: string, { privateNetwork, offline }: NetworkRules): Promise<RepositoryAccess> {
  if (offline) throw new HttpProblem(502, 'not-reached', 'this server does not reach out')
  const url = allowedUrl(address, privateNetwork)
  if (privateNetwork) return { protocols: ['https', 'http'] }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = isIP(host) === 0 ? await resolved(host) : [host]
  const [first] = found
  if (first === undefined || !found.every(isPublicAddress))
    throw new HttpProblem(400, 'address-refused', 'the address is one of this machine or of a private network')
  return { protocols: ['https'], pin: { host, port: url.port === '' ? 443 : Number(url.port), address: first } }
}

async function resolved(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    throw new HttpProblem(502, 'not-reached', `${host} is not known: ${error instanceof Error ? error.message : 'no answer'}`)
  }
}

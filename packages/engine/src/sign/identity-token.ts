import { CupelError, serviceUnreachable, usageMissingArgument } from '@cupel/model'
import { parseStrictJson, Refused, valueAt } from '@cupel/provenance'
import type { Send } from '@cupel/provenance'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The identity token to sign with: the one given, the one in `SIGSTORE_ID_TOKEN`, or one that GitHub Actions hands out to jobs with
 * the permission `id-token: write`. No browser is opened and nobody is asked.
 */
export async function identityToken(
  given: string | undefined,
  { env, send }: { readonly env: Environment; readonly send: Send },
): Promise<string> {
  const token = given ?? env['SIGSTORE_ID_TOKEN']
  if (token !== undefined && token !== '') return token.trim()
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env
  if (url !== undefined && bearer !== undefined) return askActions(url, bearer, send)
  const missing = usageMissingArgument('a key or an identity', 'sign')
  throw new CupelError(missing.code, missing.message, {
    hint: 'give --key FILE, or --identity-token TOKEN, or run in a GitHub job that may write id-token',
  })
}

async function askActions(url: string, bearer: string, send: Send): Promise<string> {
  const asked = new URL(url)
  asked.searchParams.set('audience', 'sigstore')
  const headers = { authorization: `Bearer ${bearer}`, accept: 'application/json' }
  const { status, body } = await send({ method: 'GET', url: asked.href, headers, body: Buffer.alloc(0) })
  const value = status === 200 ? tokenIn(body) : undefined
  if (typeof value === 'string' && value !== '') return value
  throw serviceUnreachable('GitHub Actions for an identity token', `status ${status}`)
}

function tokenIn(body: Buffer): unknown {
  try {
    return valueAt(parseStrictJson(body, 'the answer'), 'value')
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

import { celEnvironment, CelInvalid, compileCel, RECORD_TYPE } from '@cupel/policy'
import type { CelValue } from '@cupel/policy'
import { invalid } from '../api/problem-details.ts'

const ENVIRONMENT = celEnvironment({ variables: { claims: 'dyn' } })

/**
 * A condition over the claims of an OIDC token, in CEL: `claims.repository == "shop/web" && claims.ref == "refs/heads/main"`.
 * It lets in when it comes to true, and never when it fails, as it does on a claim that is not there. Throws a problem for text that
 * is no condition, and for one that says nothing of who it lets in.
 */
export function claimsCondition(source: string): (claims: Readonly<Record<string, unknown>>) => boolean {
  try {
    const program = compileCel(source, ENVIRONMENT)
    if (program.type.kind !== 'bool' && program.type.kind !== 'dyn') throw invalid('the condition must be true or false')
    const letsIn = (claims: Readonly<Record<string, unknown>>): boolean => program.run({ claims: celOf(claims) }) === true
    // A public issuer signs for everybody's jobs.
    if (letsIn({}))
      throw invalid('the condition lets in a token that claims nothing: compare a claim, as in claims.repository_id == "1234"')
    return letsIn
  } catch (error) {
    if (error instanceof CelInvalid) throw invalid(`the condition: ${error.message}`)
    throw error
  }
}

function celOf(value: unknown): CelValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(celOf)
  if (typeof value !== 'object') return null
  const fields = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, celOf(one)]))
  return { ...fields, [RECORD_TYPE]: 'claims' }
}

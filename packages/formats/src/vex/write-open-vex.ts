import type { VexIdentity, VexProduct, VexStatement } from './statement.ts'

/**
 * Writes OpenVEX 0.2.0. Deterministic: statements keep their order, the id and the time are given. Throws RangeError where the
 * statements cannot be OpenVEX: none at all, `not_affected` without a reason, `affected` without an action.
 */
export function writeOpenVex(
  statements: readonly VexStatement[],
  {
    author,
    timestamp,
    id,
    version = 1,
  }: { readonly author: string; readonly timestamp: string; readonly id: string; readonly version?: number },
): string {
  if (statements.length === 0) throw new RangeError('an OpenVEX document has at least one statement')
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': id,
    author,
    timestamp,
    version,
    tooling: 'cupel',
    statements: statements.map((one) => statementOf(one, timestamp)),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function statementOf(statement: VexStatement, documentTime: string): unknown {
  const { status, justification, impact, action, timestamp, author } = statement
  const [name = '', ...aliases] = statement.vulnerabilities
  if (status === 'not_affected' && justification === '' && impact === '') throw new RangeError(`"not_affected" for ${name} has no reason`)
  if (status === 'affected' && action === '') throw new RangeError(`"affected" for ${name} has no action statement`)
  return {
    vulnerability: { name, ...(aliases.length > 0 && { aliases: [...new Set(aliases)] }) },
    ...(timestamp !== '' && timestamp !== documentTime && { timestamp }),
    ...(statement.products.length > 0 && { products: statement.products.map(productOf) }),
    status,
    ...(author !== '' && { supplier: author }),
    ...(justification !== '' && { justification }),
    ...(impact !== '' && { impact_statement: impact }),
    ...(action !== '' && { action_statement: action }),
  }
}

function productOf(product: VexProduct): unknown {
  const subcomponents = product.subcomponents.map(identityOf)
  return { ...identityOf(product), ...(subcomponents.length > 0 && { subcomponents }) }
}

function identityOf({ ids, cpes, hashes }: VexIdentity): Readonly<Record<string, unknown>> {
  const [id, ...others] = ids
  const purl = others.find((one) => one.startsWith('pkg:'))
  const cpe23 = cpes.find((one) => one.startsWith('cpe:2.3:'))
  const cpe22 = cpes.find((one) => one.startsWith('cpe:/'))
  const identifiers = { ...(purl && { purl }), ...(cpe23 && { cpe23 }), ...(cpe22 && { cpe22 }) }
  return {
    ...(id !== undefined && { '@id': id }),
    ...(Object.keys(identifiers).length > 0 && { identifiers }),
    ...(hashes.length > 0 && { hashes: Object.fromEntries(hashes.map((one) => [openVexAlgorithm(one.algorithm), one.value])) }),
  }
}

/** IANA's names, which the specification uses, hyphenate SHA-2 but not SHA-1. */
function openVexAlgorithm(algorithm: string): string {
  return algorithm.replace(/^sha(?=256$|384$|512$)/, 'sha-')
}

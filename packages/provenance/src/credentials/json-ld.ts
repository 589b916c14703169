import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'

/** JSON-LD contexts by address. What is not among them is refused: nothing is fetched, as a context decides what a claim means. */
export type PinnedContexts = ReadonlyMap<string, JsonObject>

const MAX_BYTES = 512 * 1024

/**
 * A document as canonical N-Quads (RDF Dataset Canonicalization 1.0, RDFC-1.0). The library is loaded when first needed. Refuses terms
 * that no context defines, which would silently fall out of what is signed.
 */
export async function canonicalQuads(document: JsonValue, contexts: PinnedContexts): Promise<string> {
  if (JSON.stringify(document).length > MAX_BYTES) throw new Refused('limit-exceeded', 'The document is too large for RDF canonicalization')
  const { default: jsonld } = await import('jsonld')
  const missing: string[] = []
  const documentLoader = async (url: string) => {
    const context = contexts.get(url)
    if (context === undefined) {
      missing.push(url)
      throw new Error('context not pinned')
    }
    return { contextUrl: null, document: context, documentUrl: url }
  }
  try {
    const options = {
      algorithm: 'RDFC-1.0',
      format: 'application/n-quads',
      documentLoader,
      safe: true,
      canonizeOptions: { maxWorkFactor: 1 },
    }
    return await jsonld.canonize(document, options)
  } catch (cause) {
    if (missing[0] !== undefined) {
      throw new Refused('trust-missing', 'The document uses a context that is not pinned', {
        found: missing[0],
        remedy: 'Give the context; nothing is fetched',
      })
    }
    throw new Refused('malformed', 'The document is not JSON-LD that can be canonicalized without loss', { cause })
  }
}

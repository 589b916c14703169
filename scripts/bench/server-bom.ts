/** A document of which nearly everything is known already. */
export function bomOf(number: number, known: readonly number[], fresh: number): Buffer {
  const purls = [
    ...known.map((one) => `pkg:npm/package-${one}@1.0.0`),
    ...Array.from({ length: fresh }, (_, at) => `pkg:npm/fresh-${number}-${at}@1.0.0`),
  ]
  const components = purls.map((purl) => ({
    type: 'library',
    name: purl.slice(8, purl.lastIndexOf('@')),
    version: '1.0.0',
    purl,
    'bom-ref': purl,
    licenses: [{ license: { id: 'MIT' } }],
    hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
  }))
  const dependencies = purls.map((purl, at) => ({ ref: purl, dependsOn: purls.slice(at + 1, at + 4) }))
  return Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, dependencies }))
}

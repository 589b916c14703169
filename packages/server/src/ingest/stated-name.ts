import { hash } from 'node:crypto'
import { advisoryName, ecosystemOfPurl, packageNameOf, parsePurl } from '@cupel/model'
import type { Component } from '@cupel/model'

/**
 * What a document says a component is to advisories, where its purl does not say the same: short, the same for the same words, and
 * empty where the purl says it all. Documents differ in it – one knows the source package of a distribution's package, another does
 * not – and each is matched by its own words: what one document says of a purl decides nothing for those of others.
 */
export function statedName({ purl, name, version, ecosystem, subject }: Component): string {
  const parts = parsePurl(purl)
  const told = ecosystemOfPurl(parts)
  if (ecosystem === '' && told === '') return ''
  const about = subject ?? { name, version }
  const stated = advisoryName(ecosystem, about.name)
  if (ecosystem === told && about.version === parts.version && stated === advisoryName(told, packageNameOf(parts))) return ''
  return hash('sha256', JSON.stringify([ecosystem, stated, about.version]), 'hex').slice(0, 16)
}

/** Tells versions apart: a purl with what was said of it. Sorts as the purls do. */
export function statedKey(component: Component): string {
  const stated = statedName(component)
  return stated === '' ? component.purl : `${component.purl}\n${stated}`
}

import { jsonGrammar } from '../grammar/json-grammar.ts'
import type { Check } from '../grammar/json-grammar.ts'
import { xmlGrammar } from '../grammar/xml-grammar.ts'
import type { XmlGrammar } from '../grammar/xml-grammar.ts'
import { CYCLONEDX_JSON_CORE } from './json-core.grammar.ts'
import { CYCLONEDX_JSON_CRYPTO } from './json-crypto.grammar.ts'
import { CYCLONEDX_JSON_FORMULATION } from './json-formulation.grammar.ts'
import { CYCLONEDX_JSON_MODELS } from './json-models.grammar.ts'
import { CYCLONEDX_JSON_STANDARDS } from './json-standards.grammar.ts'
import { CYCLONEDX_JSON_VULNERABILITIES } from './json-vulnerabilities.grammar.ts'
import { CYCLONEDX_XML_CORE } from './xml-core.grammar.ts'
import { CYCLONEDX_XML_CRYPTO } from './xml-crypto.grammar.ts'
import { CYCLONEDX_XML_FORMULATION } from './xml-formulation.grammar.ts'
import { CYCLONEDX_XML_MODELS } from './xml-models.grammar.ts'
import { CYCLONEDX_XML_STANDARDS } from './xml-standards.grammar.ts'
import { CYCLONEDX_XML_VULNERABILITIES } from './xml-vulnerabilities.grammar.ts'

/** Versions whose rules are known here; the number is the minor version of the specification. 1.0 and 1.1 are XML only. */
export const CYCLONEDX_MINORS: Readonly<Record<string, number>> = { '1.2': 2, '1.3': 3, '1.4': 4, '1.5': 5, '1.6': 6, '1.7': 7 }

const JSON_TEXT = [
  CYCLONEDX_JSON_CORE,
  CYCLONEDX_JSON_VULNERABILITIES,
  CYCLONEDX_JSON_MODELS,
  CYCLONEDX_JSON_FORMULATION,
  CYCLONEDX_JSON_CRYPTO,
  CYCLONEDX_JSON_STANDARDS,
].join('')

const XML_TEXT = [
  CYCLONEDX_XML_CORE,
  CYCLONEDX_XML_VULNERABILITIES,
  CYCLONEDX_XML_MODELS,
  CYCLONEDX_XML_FORMULATION,
  CYCLONEDX_XML_CRYPTO,
  CYCLONEDX_XML_STANDARDS,
].join('')

const jsonChecks = new Map<number, Check>()
const xmlGrammars = new Map<number, XmlGrammar>()

/** The check of a whole JSON document of CycloneDX 1.minor. Compiled at first use. */
export function cycloneDxJsonCheck(minor: number): Check {
  let check = jsonChecks.get(minor)
  if (!check) jsonChecks.set(minor, (check = jsonGrammar(JSON_TEXT, minor).check('bom')))
  return check
}

/** The grammar of XML documents of CycloneDX 1.minor. Compiled at first use. */
export function cycloneDxXmlGrammar(minor: number): XmlGrammar {
  let grammar = xmlGrammars.get(minor)
  if (!grammar) xmlGrammars.set(minor, (grammar = xmlGrammar(XML_TEXT, minor, `http://cyclonedx.org/schema/bom/1.${minor}`)))
  return grammar
}

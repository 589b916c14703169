import { TEXT_RULES } from '../grammar/text-rule.ts'
import { componentRule, documentRule } from './rule.ts'
import type { ScoreRule } from './rule.ts'

const standard = 'NTIA'
const section = 'Data Fields'

/** The seven data fields of "The Minimum Elements For a Software Bill of Materials" (NTIA, 12 July 2021), equal in weight. */
export const NTIA_RULES: readonly ScoreRule[] = [
  componentRule(
    { id: 'ntia-supplier', standard, section, points: 1, title: 'Supplier name' },
    (component) => component.supplier !== '' || component.contact !== undefined,
    'a supplier',
  ),
  componentRule({ id: 'ntia-name', standard, section, points: 1, title: 'Component name' }, (component) => component.name !== '', 'a name'),
  componentRule(
    { id: 'ntia-version', standard, section, points: 1, title: 'Version of the component' },
    (component) => component.version !== '',
    'a version',
  ),
  componentRule(
    { id: 'ntia-identifier', standard, section, points: 1, title: 'Other unique identifiers' },
    (component) => component.purl !== '' || component.cpes.length > 0,
    'a package URL or CPE',
  ),
  documentRule(
    { id: 'ntia-dependencies', standard, section, points: 1, title: 'Dependency relationship' },
    ({ bom }) => bom.edges.length > 0 || (bom.components.length > 0 && bom.stated.length >= bom.components.length),
    'dependency relationships',
  ),
  documentRule(
    { id: 'ntia-author', standard, section, points: 1, title: 'Author of SBOM data' },
    ({ bom }) => bom.authors.length + bom.tools.length + bom.suppliers.length > 0 || bom.contact !== undefined,
    'an author, a tool or an organization that made it',
  ),
  documentRule(
    { id: 'ntia-timestamp', standard, section, points: 1, title: 'Timestamp' },
    ({ bom }) => TEXT_RULES['datetime']?.test(bom.created) === true,
    'the time of its making',
  ),
]

import type { Bom, BomComponent } from '@cupel/model'
import { TEXT_RULES } from '../grammar/text-rule.ts'
import { componentRule, documentRule } from './rule.ts'
import type { ScoreRule } from './rule.ts'

const standard = 'NTIA'
const section = 'Data Fields'

/** The seven data fields of "The Minimum Elements For a Software Bill of Materials" (NTIA, 12 July 2021), equal in weight. */
export const NTIA_RULES: readonly ScoreRule[] = [
  componentRule(
    { id: 'ntia-supplier', standard, section, points: 1, title: 'Supplier name' },
    // "An entity that creates, defines, and identifies components": the maker is one.
    (component) => component.supplier !== '' || component.author !== '' || component.contact !== undefined,
    'a supplier',
    software,
  ),
  componentRule(
    { id: 'ntia-name', standard, section, points: 1, title: 'Component name' },
    (component) => component.name !== '',
    'a name',
    software,
  ),
  componentRule(
    { id: 'ntia-version', standard, section, points: 1, title: 'Version of the component' },
    (component) => component.version !== '',
    'a version',
    software,
  ),
  componentRule(
    { id: 'ntia-identifier', standard, section, points: 1, title: 'Other unique identifiers' },
    (component) => component.purl !== '' || component.cpes.length > 0,
    'a package URL or CPE',
    software,
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

/** NTIA speaks of units of software; the files that a document lists beside its packages are parts of them. */
function software({ components }: Bom): readonly BomComponent[] {
  const units = components.filter(({ type, purl }) => type !== 'file' || purl !== '')
  return units.length > 0 ? units : components
}

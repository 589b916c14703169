import { readJson } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { asObject, asString } from '../text/json-value.ts'

const PLACE = /(?:^|\/)Cellar\/([^/]+)\/([^/]+)\/INSTALL_RECEIPT\.json$/

/** Formulae installed by Homebrew: `Cellar/<name>/<version>/INSTALL_RECEIPT.json`. Revisions (`1.2_1`) are part of the version. */
export default defineExtractor({
  id: 'homebrew-receipt',
  title: 'Homebrew: Cellar/*/*/INSTALL_RECEIPT.json',
  type: 'brew',
  kind: 'installed',
  files: ['INSTALL_RECEIPT.json'],
  claims: (path) => PLACE.test(path),
  extract(input, out) {
    const [, name = '', version = ''] = PLACE.exec(input.path) ?? []
    const receipt = asObject(readJson(input.text()))
    out.format(asString(receipt?.['homebrew_version']))
    out.entries(1)
    if (receipt === null) out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
    const tap = asString(asObject(receipt?.['source'])?.['tap'])
    const requested = receipt?.['installed_on_request']
    out.component({
      ...(tap === '' || tap === 'homebrew/core' ? {} : { namespace: tap }),
      name,
      version,
      ...(typeof requested === 'boolean' ? { direct: requested } : {}),
    })
  },
})

import { found, notApplicable, notFound } from '../finding.ts'
import { licenceFiles } from '../licences/licence-files.ts'
import { defineProbe } from '../probe.ts'

const PERMISSIVE = new Set(
  '0BSD AFL-3.0 Apache-1.1 Apache-2.0 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 CC0-1.0 curl ECL-2.0 HPND ISC MIT MIT-0 MulanPSL-2.0 NCSA PostgreSQL PSF-2.0 Python-2.0 Unicode-3.0 Unlicense UPL-1.0 W3C WTFPL X11 Zlib ZPL-2.1'.split(
    ' ',
  ),
)

export default defineProbe({
  id: 'hasPermissiveLicense',
  title: 'Is the licence permissive?',
  remediation: { text: 'Check that the terms of the licence fit your use', effort: 'medium' },
  run(facts) {
    const files = licenceFiles(facts)
    const file = files.find(({ ids, restriction }) => restriction === '' && ids.some((id) => PERMISSIVE.has(id)))
    if (file !== undefined) return [found(`${file.ids.join(', ')} is permissive`, [{ path: file.path }])]
    return files.length === 0
      ? [notApplicable('there is no licence file')]
      : [
          notFound(
            'no permissive licence was recognised',
            files.map(({ path }) => ({ path })),
          ),
        ]
  },
})

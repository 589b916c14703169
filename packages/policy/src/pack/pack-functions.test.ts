import { expect, it } from 'vitest'
import { celEnvironment } from '../cel/cel-environment.ts'
import { compileCel } from '../cel/cel-program.ts'
import { showValue } from '../cel/show-value.ts'
import { PACK_FUNCTIONS } from './pack-functions.ts'

it.each([
  ['spdx.mentions("GPL-3.0", ["GPL-3.0-only"])', 'true'],
  ['spdx.mentions("GPL-3.0-only", ["GPL-3.0"])', 'true'],
  ['spdx.mentions("MIT OR LGPL-2.1+", ["LGPL-2.1-or-later"])', 'true'],
  ['spdx.mentions("AGPL-3.0-or-later", ["AGPL-3.0+"])', 'true'],
  ['spdx.mentions("GPL-3.0-or-later", ["GPL-3.0-only"])', 'false'],
  ['spdx.mentions("GPL-2.0-only", ["LGPL-2.0-only"])', 'false'],
  ['spdx.allowed("GPL-2.0", ["GPL-2.0-only"])', 'true'],
  ['spdx.allowed("GPL-2.0+", ["GPL-2.0-only"])', 'false'],
  ['spdx.mentions("SSPL-1.0", ["sspl-1.0"])', 'true'],
  ['spdx.mentions("CC-BY-NC-4.0", ["cc-by-nc-*"])', 'true'],
  ['spdx.allowed("GPL-2.0-only WITH Classpath-exception-2.0", ["gpl-2.0-only with classpath-exception-2.0"])', 'true'],
  ['spdx.mentions("NOASSERTION", ["SSPL-1.0"])', 'unknown'],
  ['spdx.mentions("SSPL-1.0/MIT", ["SSPL-1.0"])', 'unknown'],
  ['spdx.valid("NOASSERTION")', 'false'],
])('%s is %s', (source, wanted) => {
  expect(showValue(compileCel(source, celEnvironment({ functions: PACK_FUNCTIONS })).run({}))).toBe(wanted)
})

import { expect, test } from 'vitest'
import { normalizeLicense } from './licence.ts'

test.each([
  ['MIT', 'MIT'],
  [' mit ', 'MIT'],
  ['The MIT License', 'MIT'],
  ['MIT Licence', 'MIT'],
  ['Apache 2.0', 'Apache-2.0'],
  ['Apache License, Version 2.0', 'Apache-2.0'],
  ['The Apache Software License, Version 2.0', 'Apache-2.0'],
  ['BSD-3-Clause License', 'BSD-3-Clause'],
  ['Mozilla Public License 2.0', 'MPL-2.0'],
  ['(MIT OR Apache-2.0)', 'MIT OR Apache-2.0'],
  ['MIT or Apache-2.0 and ISC', 'MIT OR (Apache-2.0 AND ISC)'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['GPL-2.0+', 'GPL-2.0+'],
  ['MIT/Apache-2.0', 'MIT OR Apache-2.0'],
  ['Apache-2.0 / MIT', 'Apache-2.0 OR MIT'],
  ['LicenseRef-scancode-public-domain', 'LicenseRef-scancode-public-domain'],
])('%s', (text, expression) => {
  expect(normalizeLicense(text)).toEqual({ expression, valid: true })
})

test.each([
  'BSD',
  'GPL',
  'GPLv2',
  'Apache',
  'LGPL',
  'Proprietary',
  'SEE LICENSE IN LICENSE.md',
  'GPL/LGPL',
  '',
  'constructor',
  '('.repeat(2_000),
  'x'.repeat(5_000),
])('%s says too little', (text) => {
  expect(normalizeLicense(text)).toEqual({ expression: text, valid: false })
})

import { describe, expect, test } from 'vitest'
import { isApproved } from './approved.ts'
import { licenceFileName } from './licence-file-name.ts'
import { recogniseLicences } from './recognise-licence.ts'
import { restrictionIn } from './restriction.ts'

/** Short licences in the words of everybody, wrapped and spelt as people do. */
const ISC = `ISC License\n\nCopyright (c) 2026, Somebody\n\nPermission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above\ncopyright notice and this permission notice appear in all copies.\n
THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES\nWITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR\nANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN\nACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.\n`
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:\n\nThe above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.\n\nTHE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

function ids(text: string): readonly string[] {
  return recogniseLicences(text).map(({ id }) => id)
}

describe('licence texts', () => {
  test.each([
    ['ISC', ISC, ['ISC']],
    ['MIT in one paragraph', `Copyright 2026 A\n${MIT}`, ['MIT']],
    ['MIT in capitals with odd spacing', MIT.toUpperCase().replaceAll(' ', '  '), ['MIT']],
    ['two in one file', `${MIT}\n\n---\n\n${ISC}`, ['ISC', 'MIT']],
    ['half of one', MIT.slice(0, 500), []],
    ['a sentence about one', 'This is free software, see the MIT License.', []],
    ['nothing', '', []],
  ])('%s', (_name, text, expected) => {
    expect([...ids(text)].sort()).toEqual(expected)
  })

  test('words that take the permission back are seen', () => {
    expect(restrictionIn(`${MIT}\nThe Software shall be used for Good, not Evil.`, ['MIT'])).not.toBe('')
    expect(restrictionIn(MIT, ['MIT'])).toBe('')
  })

  test('approval knows no case', () =>
    expect([isApproved('mit'), isApproved('Apache-2.0'), isApproved('BUSL-1.1')]).toEqual([true, true, false]))
})

test.each([
  ['LICENSE', ''],
  ['LICENCE.md', ''],
  ['COPYING', ''],
  ['COPYRIGHT.txt', ''],
  ['Apache-2.0-LICENSE', 'Apache-2.0'],
  ['LICENSE-MIT', 'MIT'],
  ['LICENSE.Apache-2.0.txt', 'Apache-2.0'],
  ['UNLICENSE', 'UNLICENSE'],
  ['LICENSES/MIT.txt', 'MIT'],
])('%s is a licence file', (path, id) => {
  expect(licenceFileName(path)).toEqual({ path, id })
})

test.each(['README.md', 'license.go', 'src/LICENSE', '.license', 'LICENSE.py', 'licenses/a/b.txt'])('%s is none', (path) => {
  expect(licenceFileName(path)).toBeNull()
})

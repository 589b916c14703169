import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import rebar from './rebar-lock.ts'

const LOCK = `{"1.2.0",
[{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.10.0">>},0},
 {<<"ours">>,
  {git,"https://git.example/ours.git",
       {ref,"0123456789012345678901234567890123456789"}},
  1},
 {<<"ranch">>,{pkg,<<"ranch_fork">>,<<"1.8.0">>},1}]}.
[
{pkg_hash,[
 {<<"cowboy">>, <<"${'A'.repeat(64)}">>},
 {<<"ranch">>, <<"${'B'.repeat(64)}">>}]},
{pkg_hash_ext,[
 {<<"cowboy">>, <<"${'C'.repeat(64)}">>},
 {<<"ranch">>, <<"${'D'.repeat(64)}">>}]}
].
`

test('packages, git, levels and outer hashes', () => {
  expect(extractionText(rebar, { 'rebar.lock': LOCK })).toMatchInlineSnapshot(`
    "rebar-lock 1.2.0: read, 3 packages
    :2 pkg:hex/cowboy@2.10.0 runtime direct sha256:cccccc
    :3 pkg:hex/ours?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fours.git%400123456789012345678901234567890123456789 runtime transitive
    :7 pkg:hex/ranch_fork@1.8.0 runtime transitive sha256:dddddd"
  `)
})

test('the bare list of old releases', () => {
  expect(extractionText(rebar, { 'rebar.lock': '[{<<"a">>,{pkg,<<"a">>,<<"1.0">>},0}].\n' })).toContain(':1 pkg:hex/a@1.0 runtime direct')
  expect(extractionText(rebar, { 'rebar.lock': '[].\n' })).toMatchInlineSnapshot(`"rebar-lock ?: read, 0 packages"`)
})

test.each([
  ['a later version', LOCK.replace('1.2.0', '3.0.0'), '! unsupported-version :1'],
  ['a cut', LOCK.slice(0, LOCK.indexOf('[\n{pkg_hash')), '! malformed :? the hashes are missing'],
  ['two files in one', LOCK + LOCK, '! malformed :16 a third term'],
  ['another source', LOCK.replace('{git,', '{hg,'), '! unsupported-content :3 not understood: ours'],
])('%s is reported', (_, lock, problem) => expect(extractionText(rebar, { 'rebar.lock': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace('1.2.0', '9.9.9')
  expect(mutationFaults(rebar, 'rebar.lock', LOCK, { unknownVersion })).toEqual([])
})

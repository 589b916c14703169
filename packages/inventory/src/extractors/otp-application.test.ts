import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'
import otpApplication from './otp-application.ts'

const PLUG = `%% written by a build
{application,plug,
             [{modules,['Elixir.Plug','Elixir.Plug."odd"']},
              {optional_applications,[]},
              {description,"says {vsn, \\"9\\"} and }"},
              {licenses,["Apache-2.0"]},
              {applications,[kernel,stdlib,elixir,mime]},
              {env,[{a,#{b => <<"x">>}},{vsn,"9.9"},{c,[$",$},16#ff,1.5,fun m:f/1]}]},
              {vsn,"1.14.0"}]}.
`
const AT = 'app/lib/plug-1.14.0/ebin/plug.app'

test('name, version and licences, whatever it is configured with', () => {
  expect(extractionText(otpApplication, { [AT]: PLUG })).toMatchInlineSnapshot(`
    "otp-application ?: read, 1 packages
    :9 pkg:hex/plug@1.14.0 runtime (Apache-2.0)"
  `)
  expect(extractionText(otpApplication, { 'ranch/ebin/ranch.app': `{application, 'ranch', [{vsn, "2.1.0"}]}.` })).toContain(
    ':1 pkg:hex/ranch@2.1.0 ',
  )
})

test('Erlang/OTP and Elixir themselves are no packages of Hex: counted, and said once', async () => {
  const app = (name: string): string => `{application,${name},[{vsn,"5.1"}]}.\n`
  const path = (name: string): string => `lib/${name}-5.1/ebin/${name}.app`
  expect(extractionText(otpApplication, { [path('ssl')]: app('ssl') })).toMatchInlineSnapshot(`
    "otp-application ?: read, 0 packages, skipped 1 × application of Erlang/OTP itself
      note unsupported-content :? parts of Erlang/OTP itself are not matched against advisories of their own: ssl 5.1"
  `)
  const names = ['kernel', 'stdlib', 'ssl', 'elixir', 'cowboy']
  const tree = memoryTree(Object.fromEntries(names.map((name) => [path(name), app(name)])), 'image')
  const { components, problems } = await inventoryTree(tree, { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  expect(components.map(({ purl }) => purl)).toEqual(['pkg:hex/cowboy@5.1'])
  expect(problems.map(({ detail }) => detail)).toEqual([
    'parts of Elixir itself are not matched against advisories of their own: elixir 5.1',
    'parts of Erlang/OTP itself are not matched against advisories of their own: kernel 5.1, and more in 2 further files',
  ])
})

test('what a project built of itself is its own', () => {
  const app = '{application,mine,[{vsn,"0.1.0"}]}.'
  const own = (files: Record<string, string>): boolean => extractionText(otpApplication, files).includes('own project')
  const built = { '_build/prod/rel/mine/lib/mine-0.1.0/ebin/mine.app': app }
  expect(own({ ...built, 'mix.exs': 'def project, do: [app: :mine, version: "0.1.0"]' })).toBe(true)
  expect(own({ ...built, 'mix.exs': 'def project, do: [app: :mine_too]' })).toBe(false)
  expect(own({ '_build/default/lib/mine/ebin/mine.app': app, 'src/mine.app.src': '' })).toBe(true)
  expect(own({ '_build/dev/lib/mine/ebin/mine.app': app, 'apps/mine/mix.exs': '' })).toBe(true)
  expect(own({ 'ebin/mine.app': app, 'rebar.config': '' })).toBe(true)
  expect(own({ 'deps/mine/ebin/mine.app': app, 'deps/mine/rebar.config': '' })).toBe(false)
  expect(own({ 'opt/lib/mine-0.1.0/ebin/mine.app': app })).toBe(false)
})

test.each([
  ['no version', '{application,plug,[{vsn,git}]}.', ['pkg:hex/plug ', 'plug has no version']],
  ['cut', PLUG.slice(0, 200), ['pkg:hex/plug ', 'the file is cut short']],
  ['a second term', `${PLUG}{x}.`, ['pkg:hex/plug@1.14.0 ', 'something stands behind the term']],
  ['brackets', '{application,plug,[{vsn,"1"]}}.', ['pkg:hex/plug@1 ', 'a bracket does not fit']],
  ['another term', '{release,plug,[]}.', ['pkg:hex/plug ', 'the file is not the resource of an application']],
  ['no term', '<?xml version="1.0"?>', ['pkg:hex/plug ', 'the file is']],
  ['another name', `{application,'../x',[{vsn,"1"}]}.`, ['name-invalid', 'application without a name']],
])('%s is told', (_, text, expected) => {
  const told = extractionText(otpApplication, { [AT]: text })
  for (const part of expected) expect(told).toContain(part)
  expect(told).toContain('  ! ')
})

test('bundles of other systems are not looked at', () => {
  expect(otpApplication.claims?.('Safari.app')).toBe(false)
  expect(otpApplication.claims?.('ebin/plug.app')).toBe(true)
})

test('no damage is silent', () => expect(mutationFaults(otpApplication, AT, PLUG)).toEqual([]))

test('a hostile file costs what its size costs', () => {
  for (const part of ['{', '"', "'", '<<', '{"', '[a,', '$', '%', '#'])
    expect(extractionText(otpApplication, { [AT]: `{application,plug,[${part.repeat(300_000)}` })).toContain('! malformed')
})

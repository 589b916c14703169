import { nameOf } from '@cupel/source'
import { readApplicationResource } from '../beam/application-resource.ts'
import { defineExtractor } from '../extractor.ts'
import type { ExtractInput } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/** The applications that Erlang/OTP has or had, and those of Elixir: they are no packages of Hex. */
const OF_OTP: ReadonlySet<string> = new Set(
  `asn1 common_test compiler cosEvent cosEventDomain cosFileTransfer cosNotification cosProperty cosTime cosTransactions crypto debugger
  dialyzer diameter edoc eldap erl_docgen erl_interface erts et eunit ftp gs hipe ic inets jinterface kernel megaco mnesia observer odbc
  orber os_mon ose otp_mibs parsetools percept pman public_key reltool runtime_tools sasl snmp ssh ssl stdlib syntax_tools test_server
  tftp toolbar tools tv typer webtool wx xmerl`.split(/\s+/),
)
const OF_ELIXIR: ReadonlySet<string> = new Set(['elixir', 'eex', 'ex_unit', 'iex', 'logger', 'mix'])

const NAME = /^[a-z][a-z0-9_]{0,200}$/
/** Folders of applications that others wrote. */
const OTHERS = /(?:^|\/)(?:_build|deps|lib|plugins)\//
const MANIFESTS: ReadonlySet<string> = new Set(['mix.exs', 'rebar.config', 'erlang.mk', 'gleam.toml'])

/**
 * A compiled application of Erlang, Elixir or Gleam, as releases and images hold it: `lib/<name>-<version>/ebin/<name>.app`. Its package of
 * Hex nearly always has the name of the application. Applications of Erlang/OTP and of Elixir itself are told and left out.
 */
export default defineExtractor({
  id: 'otp-application',
  title: 'Installed applications of Erlang, Elixir and Gleam (ebin/*.app)',
  type: 'hex',
  kind: 'installed',
  suffixes: ['.app'],
  claims: (path) => /(?:^|\/)ebin\/[^/]+\.app$/.test(path),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const { version, line, licenses, fault, name: stated } = readApplicationResource(text)
    const name = NAME.test(stated) ? stated : NAME.test(fileName(input)) && fault !== null ? fileName(input) : ''
    out.format('')
    out.entries(1)
    const itself = OF_OTP.has(name) ? 'Erlang/OTP' : OF_ELIXIR.has(name) ? 'Elixir' : null
    if (fault !== null) out.problem({ code: 'malformed', line: fault.line, detail: fault.what })
    else if (name === '') out.problem({ code: 'name-invalid', line: 1, detail: `${stated} is not a name of an application` })
    if (name === '') return out.skip('application without a name')
    if (itself !== null && fault === null) {
      const detail = `parts of ${itself} itself are not matched against advisories of their own: ${name} ${version}`
      out.problem({ code: 'unsupported-content', effect: 'note', detail })
      return out.skip(`application of ${itself} itself`)
    }
    if (isOwn(input, name)) {
      out.project({ name, version, licenses, folder: '..' })
      return out.skip('own project')
    }
    if (version === '') out.problem({ code: 'malformed', line: 1, detail: `${name} has no version` })
    out.component({ name, version, licenses, ...(line === 0 ? {} : { line }) })
  },
})

function fileName({ path }: ExtractInput): string {
  return nameOf(path).slice(0, -'.app'.length)
}

/** What a build left in the tree of its own project: beside its manifest, or in the folder `_build` of the project that it is or holds. */
function isOwn(input: ExtractInput, name: string): boolean {
  const folders = input.path.split('/').slice(0, -1)
  const build = folders.lastIndexOf('_build')
  if (build < 0) return !OTHERS.test(input.path) && input.list('..').some((beside) => MANIFESTS.has(beside))
  const top = '../'.repeat(folders.length - build)
  if (input.list(`${top}apps`).includes(`${name}/`) || input.list(`${top}src`).includes(`${name}.app.src`)) return true
  const manifest = input.list(top).includes('mix.exs') ? (input.read(`${top}mix.exs`) ?? '') : ''
  return new RegExp(`\\bapp:\\s{0,20}:${name}\\b`).test(manifest)
}

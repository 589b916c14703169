import { notApplicable, undeclared, yes } from '../documents/answer.ts'
import { ciCommands } from '../documents/ci-commands.ts'
import { sourceFiles } from '../documents/source-files.ts'
import { isThirdParty } from '../documents/source-kind.ts'
import { cleanSnippet } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

const FILES =
  /(?:^|\/)(?:cmakelists\.txt|[\w.-]+\.cmake|cmakepresets\.json|makefile(?:\.in|\.am)?|gnumakefile|[\w.-]+\.mk|configure\.(?:ac|in)|[\w.-]+\.m4|meson\.build|build\.rs|\.cargo\/config(?:\.toml)?)$/
const FLAGS =
  /-fstack-protector(?:-strong|-all)?\b|_FORTIFY_SOURCE\b|-Wl,-z,(?:relro|now)|-fstack-clash-protection\b|-fcf-protection\b|\/guard:cf\b|-fsanitize=cfi\b|-mbranch-protection/
const NATIVE: ReadonlySet<string> = new Set(['C', 'C++', 'Objective-C'])

export default defineProbe({
  id: 'hardensBuild',
  title: 'Does the build harden what it makes (stack protector, fortify, relro …)?',
  remediation: { text: 'Add the hardening flags that the compiler options guide names', effort: 'low' },
  run(facts) {
    if (!sourceFiles(facts).some(({ language, test }) => !test && NATIVE.has(language)))
      return notApplicable('There is no C or C++ code', [{ path: '.' }])
    const hits = []
    for (const path of facts.files.paths) {
      const lower = path.toLowerCase()
      if (!FILES.test(lower) || isThirdParty(lower)) continue
      const at = (facts.files.text(path) ?? '').split('\n', 20_000).findIndex((line) => FLAGS.test(line.slice(0, 1_000)))
      if (at >= 0) hits.push({ path, line: at + 1 })
    }
    const commands = ciCommands(facts).filter(({ kind, text }) => kind === 'run' && FLAGS.test(text))
    const places = [...hits, ...commands.map(({ path, line, text }) => ({ path, line, snippet: cleanSnippet(text) }))]
    if (places.length > 0) return yes('The build asks for hardening', places)
    return undeclared('no hardening flag was found in build files')
  },
})

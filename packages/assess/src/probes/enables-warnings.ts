import { absent } from '../documents/used-tools.ts'
import { yes } from '../documents/answer.ts'
import { toolsOf } from '../documents/tools-in-use.ts'
import { warningFlags } from '../documents/warning-flags.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'enablesWarnings',
  title: 'Are compiler warnings, a safe mode or a linter switched on?',
  remediation: { text: 'Switch on the compiler’s warnings (-Wall -Wextra, strict) or add a linter', effort: 'low' },
  run(facts) {
    const flags = warningFlags(facts).filter(({ strict }) => !strict)
    if (flags.length > 0)
      return yes(
        'Warnings are switched on in the build',
        flags.map(({ place }) => place),
      )
    const tools = toolsOf(facts, 'lint', 'types')
    if (tools.length > 0)
      return yes(
        `${tools
          .map(({ tool }) => tool.name)
          .slice(0, 5)
          .join(', ')} look for mistakes`,
        tools.flatMap(({ places }) => places.slice(0, 1)),
      )
    return [absent(facts, 'Neither warning flags nor a linter were found')]
  },
})

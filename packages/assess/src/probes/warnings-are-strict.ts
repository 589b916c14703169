import { undeclared, yes } from '../documents/answer.ts'
import { warningFlags } from '../documents/warning-flags.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'warningsAreStrict',
  title: 'Are warnings treated as strictly as is practical?',
  remediation: { text: 'Let CI fail on warnings: -Werror, clippy -D warnings, --max-warnings 0, strict type checks', effort: 'medium' },
  run(facts) {
    const strict = warningFlags(facts).filter((flag) => flag.strict)
    if (strict.length > 0)
      return yes(
        'Warnings are errors, or checks are strict',
        strict.map(({ place }) => place),
      )
    return undeclared('no setting that makes warnings errors was found')
  },
})

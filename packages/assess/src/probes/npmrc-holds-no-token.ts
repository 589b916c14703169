import { no, notApplicable, yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'npmrcHoldsNoToken',
  title: 'Is no credential committed in .npmrc?',
  remediation: { text: 'Revoke the token, and write ${NPM_TOKEN} in its place', effort: 'low' },
  run(facts) {
    const paths = facts.files.paths.filter((path) => /(?:^|\/)\.npmrc$/.test(path))
    if (paths.length === 0) return notApplicable('There is no .npmrc', [{ path: '.' }])
    for (const path of paths) {
      const at = (facts.files.text(path) ?? '')
        .split('\n', 2_000)
        .findIndex((line) => /(?:_authToken|_auth|_password)\s*=\s*(?!\s*["']?\$\{)\S{8,}/.test(line.slice(0, 500)))
      if (at >= 0) return no('A credential stands in .npmrc', [{ path, line: at + 1 }])
    }
    return yes(
      'No .npmrc holds a credential',
      paths.slice(0, 3).map((path) => ({ path })),
    )
  },
})

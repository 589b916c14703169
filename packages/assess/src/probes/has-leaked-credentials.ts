import { no, unseen } from '../documents/answer.ts'
import { CREDENTIAL_PATTERNS } from '../documents/credential-patterns.ts'
import { isTestPath, isThirdParty } from '../documents/source-kind.ts'
import type { ProbeFinding } from '../probe.ts'
import { defineProbe } from '../probe.ts'

const BINARY =
  /\.(?:png|jpe?g|gif|webp|ico|pdf|zip|gz|xz|bz2|zst|7z|tar|tgz|jar|war|class|exe|dll|so|dylib|a|o|wasm|woff2?|ttf|otf|eot|mp[34]|mov|avi|psd|bin|dat|db|sqlite3?|pyc|snap|svg|map|min\.js|csv|lock|sum)$/
const EXAMPLES =
  /(?:^|\/)(?:examples?|samples?|demos?|docs?|documentation|mocks?|fuzz|corpus|resources\/test|benchmarks?|e2e|integration(?:[-_]?tests?)?)\//
const MAX_BYTES = 1_000_000
const MAX_TOTAL = 200_000_000
const MAX_FINDINGS = 20

export default defineProbe({
  id: 'hasLeakedCredentials',
  title: 'Are valid private credentials in the tree?',
  remediation: {
    text: 'Revoke the credential first, then take it out; history keeps it, so removing alone is not enough',
    effort: 'medium',
  },
  run(facts) {
    const found: ProbeFinding[] = []
    let total = 0
    for (const path of facts.files.paths) {
      const lower = path.toLowerCase()
      // Keys in tests and examples are made for them.
      if (BINARY.test(lower) || isTestPath(lower) || isThirdParty(lower) || EXAMPLES.test(lower)) continue
      const size = facts.files.size(path)
      if (size <= 0 || size > MAX_BYTES) continue
      total += size
      if (total > MAX_TOTAL)
        return unseen({ what: 'evidence', detail: 'the tree is too large to search whole', remedy: 'run cupel scan --secrets' })
      const text = facts.files.text(path)
      if (text === null) continue
      for (const { name, hint, pattern, checked } of CREDENTIAL_PATTERNS) {
        if (!text.includes(hint)) continue
        const hit = pattern.exec(text)
        if (hit === null || (checked !== undefined && !checked(hit[0]))) continue
        // Never the credential itself.
        found.push({
          outcome: 'true',
          message: `A ${name} stands in ${path}`,
          places: [{ path, line: text.slice(0, hit.index).split('\n').length }],
          values: { kind: name },
        })
      }
      if (found.length >= MAX_FINDINGS) break
    }
    return found.length > 0 ? found : no('No credential of a known shape stands in the files', [{ path: '.' }])
  },
})

import { lintTrustPolicy } from '@cupel/policy'
import type { TrustLint } from '@cupel/policy'
import { loadTrust, loadTrustPolicy } from './trust-input.ts'

/** Reads a policy with its key files, and says what makes it weaker than it seems. Throws CupelError when it cannot be read. */
export function lintTrust(file: string, { cwd, now }: { readonly cwd: string; readonly now: Date }): readonly TrustLint[] {
  const { policy } = loadTrust({ policy: file }, { cwd, now })
  // Fingerprints tell twins; the text of the file tells everything else.
  const found = [...lintTrustPolicy(loadTrustPolicy(file, cwd), now), ...(policy === null ? [] : lintTrustPolicy(policy, now))]
  const marks = new Set<string>()
  return found.filter((lint) => {
    const mark = JSON.stringify(lint)
    return marks.has(mark) ? false : marks.add(mark)
  })
}

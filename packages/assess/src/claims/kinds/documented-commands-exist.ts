import { projectDocuments } from '../../documents/project-documents.ts'
import { makeTargetNames, npmScriptNames } from '../task-names.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const MAKE = /(?:^|[\n`$]\s*|&&\s*)make\s+([a-z][\w-]{1,40})(?=\s*(?:$|[\n`#]|&&))/g
const NPM = /(?:^|[\n`$]\s*|&&\s*)(?:npm|pnpm)\s+run\s+([a-z][\w:.-]{1,60})(?=\s*(?:$|[\n`#]|&&|--))/g
const BUILT_IN = new Set(['install', 'all', 'clean', 'check', 'test', 'distclean', 'uninstall', 'dist', 'docs', 'html'])

/** README or CONTRIBUTING tells a command: a Makefile target or a script of package.json. */
export const documentedCommandsExist: ClaimKind = {
  id: 'documented-commands-exist',
  title: 'Make targets and npm scripts that the documents tell exist',
  check(facts) {
    const claims: Claim[] = []
    const targets = makeTargetNames(facts)
    const scripts = npmScriptNames(facts)
    const generated = facts.files.paths.some((path) =>
      /(?:^|\/)(?:configure(?:\.ac)?|CMakeLists\.txt|Makefile\.(?:am|in|PL)|[\w.-]+\.mk)$/.test(path),
    )
    for (const { path, role, sections } of projectDocuments(facts)) {
      if ((role !== 'readme' && role !== 'contributing') || path.split('/').length > 2) continue
      for (const { text, line, code } of sections.flatMap(({ paragraphs }) => paragraphs)) {
        const found = (code || text.includes('`') ? [...text.matchAll(MAKE)].map(([, name = '']) => name) : []).filter(
          (name) => !BUILT_IN.has(name),
        )
        // Makefiles that include others, or are generated, have targets that are not seen.
        if (targets.names.size > 0 && !generated && !targets.open) {
          for (const name of found) claims.push(claimOf(`make ${name}`, targets.names.has(name), { path, line }, 'Makefile'))
        }
        // A README tells users what to write into their own manifest.
        if (role === 'contributing' && scripts.size > 0 && (code || text.includes('`'))) {
          for (const [, name = ''] of text.matchAll(NPM))
            claims.push(claimOf(`npm run ${name}`, scripts.has(name), { path, line }, 'package.json'))
        }
      }
    }
    return claims
  },
}

function claimOf(command: string, there: boolean, stated: { readonly path: string; readonly line: number }, file: string): Claim {
  return {
    claim: `«${command}» works`,
    stated,
    verdict: there ? 'holds' : 'contradicted',
    message: there ? `${file} has it` : `${file} has nothing of this name`,
    evidence: [{ path: file }],
  }
}

import type { Scope } from '@cupel/model'
import type { Collector } from '../extractor.ts'
import type { CommandInstall } from './installed-by-command.ts'

/** A package that a command installs, with its line in the file. */
export interface PlacedInstall extends CommandInstall {
  readonly scope: Scope
}

/**
 * Writes a component for each package that commands install in a version that they state, and one problem for the others: which they are
 * is told only when the commands run.
 */
export function writeInstalls(installs: readonly PlacedInstall[], out: Collector): void {
  out.entries(installs.length)
  const others = installs.filter((install) => install.package === null)
  for (const { package: found, line, scope } of installs)
    if (found !== null) out.component({ ...found, line, scopes: [scope], direct: true })
  const [first] = others
  if (first === undefined) return
  out.skip('package that a command installs', others.length)
  const more = others.length === 1 ? '' : ` and ${others.length - 1} more`
  out.problem({
    code: 'version-unpinned',
    effect: others.some(({ scope }) => scope === 'runtime') ? 'incomplete' : 'note',
    line: first.line,
    detail: `what commands install without stating its version is not looked at: ${first.text.slice(0, 100)}${more}`,
    hint: 'scan what was built, or state the version',
  })
}

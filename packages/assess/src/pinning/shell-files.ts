/** Shells whose scripts are understood, and those that are only known to be shells. */
const SUPPORTED = ['sh', 'bash', 'mksh']
const ALL = ['exec', 'su', ...SUPPORTED, 'dash', 'ksh']

/** Whether a file is a script of a shell that is parsed here: by its first line, else by the end of its name. */
export function isShellScript(path: string, text: string): boolean {
  return matches(path, text, SUPPORTED)
}

/** Whether a file is a script of any shell. */
export function isAnyShellScript(path: string, text: string): boolean {
  return matches(path, text, ALL)
}

/** Whether a step's `shell:` names a shell that is parsed here. */
export function isSupportedShell(shell: string): boolean {
  return SUPPORTED.includes(baseOf(shell))
}

function matches(path: string, text: string, shells: readonly string[]): boolean {
  const byName = shells.some((shell) => path.endsWith(`.${shell}`))
  if (!text.startsWith('#!')) return byName
  const end = text.indexOf('\n')
  const [program = '', argument = ''] = text
    .slice(2, end === -1 ? undefined : end)
    .replace(/\r$/, '')
    .split(' ')
  return shells.includes(baseOf(program)) || (baseOf(program) === 'env' && shells.includes(baseOf(argument)))
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase()
}

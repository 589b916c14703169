import { isAbsolute, delimiter } from 'node:path'

const NOWHERE = process.platform === 'win32' ? 'NUL' : '/dev/null'

/** What an operating system needs to start a program at all; everything else of the caller's environment is left behind. */
const KEPT = ['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'TMPDIR', 'TEMP', 'TMP']

/**
 * The whole environment of a git child: no `GIT_*` of the caller, no system or user configuration, no replace refs, no grafts, no
 * prompts, no transports, no lazy fetching, no locks. `home` stands in for the user's home folder.
 */
export function gitEnvironment(home: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((folder) => isAbsolute(folder))
      .join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: NOWHERE,
    GIT_CONFIG_GLOBAL: NOWHERE,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_GRAFT_FILE: NOWHERE,
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_IMPLICIT_WORK_TREE: '0',
    GIT_CEILING_DIRECTORIES: home,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_PAGER: 'cat',
    GIT_EDITOR: ':',
    GIT_ALLOW_PROTOCOL: 'none',
  }
  for (const name of KEPT) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return { ...environment, ...extra }
}

/** Options before every git command. They repeat on purpose what the environment and the made-up repository already rule out. */
export const SAFE_OPTIONS: readonly string[] = [
  '--no-pager',
  '--no-replace-objects',
  '--no-optional-locks',
  '--literal-pathspecs',
  ...[
    'core.hooksPath=' + NOWHERE,
    'core.fsmonitor=false',
    'core.untrackedCache=false',
    'core.attributesFile=' + NOWHERE,
    'core.excludesFile=' + NOWHERE,
    'core.commitGraph=false',
    'core.multiPackIndex=false',
    'core.sshCommand=false',
    'core.askPass=',
    'core.pager=cat',
    'credential.helper=',
    'diff.external=',
    'gpg.program=false',
    'gpg.ssh.program=false',
    'gpg.x509.program=false',
    'log.showSignature=false',
    'protocol.allow=never',
    'gc.auto=0',
    'maintenance.auto=false',
    'submodule.recurse=false',
  ].flatMap((setting) => ['-c', setting]),
]

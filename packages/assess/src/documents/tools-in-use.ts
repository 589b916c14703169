import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { Place } from '../outcome.ts'
import type { CiCommand } from './ci-commands.ts'
import { ciCommands } from './ci-commands.ts'
import { cleanSnippet } from './prose.ts'
import type { QualityTool, ToolKind } from './quality-tools.ts'
import { QUALITY_TOOLS } from './quality-tools.ts'

export interface ToolUse {
  readonly tool: QualityTool
  /** Where CI runs it; empty when it is only configured. */
  readonly runs: readonly CiCommand[]
  readonly places: readonly Place[]
  /** Events on which CI runs it. */
  readonly events: ReadonlySet<string>
}

const MAX_PLACES = 5
/** A command that only installs a tool, or prints about it, does not run it. */
const NOT_RUN =
  /^(?:echo|printf|#|-?\s*name:|if\s|elif\s|(?:sudo\s+)?(?:apt(?:-get)?|apk|dnf|yum|pacman|zypper|pkg|port)\s|\S*brew\s+(?:install|upgrade)|(?:python\d?\s+-m\s+)?pip\d?\s+install|pipx\s+install|uv\s+tool\s+install|(?:npm|yarn|pnpm)\s+(?:install|i|add|ci)\b|go\s+install|cargo\s+(?:install|binstall)|gem\s+install|choco\s|curl\s|wget\s|uses:)/

/** The tools that a project uses, with where: its CI (also by way of its task runners) and configuration files. */
export const toolsInUse: (facts: Facts) => readonly ToolUse[] = reading((facts) => {
  const commands = ciCommands(facts).flatMap((command): readonly CiCommand[] => {
    if (command.kind === 'uses') return [command]
    return command.text
      .split(/&&|\|\||[;|]/)
      .map((part) => part.trim())
      .filter((part) => part !== '' && !NOT_RUN.test(part))
      .map((text) => ({ ...command, text }))
  })
  const lower = facts.files.paths.map((path) => [path, path.toLowerCase()] as const)
  return QUALITY_TOOLS.flatMap((tool): readonly ToolUse[] => {
    const runs = commands.filter(({ kind, text }) => (kind === 'uses' ? tool.uses : tool.run)?.test(text))
    const config = tool.config
    const configured = config === undefined ? [] : lower.filter(([, path]) => config.test(path)).slice(0, MAX_PLACES)
    if (runs.length === 0 && configured.length === 0) return []
    const places = [
      ...runs.slice(0, MAX_PLACES).map(({ path, line, text }) => ({ path, line, snippet: cleanSnippet(text) })),
      ...configured.map(([path]) => ({ path })),
    ]
    const events = new Set(runs.flatMap(({ events: on }) => on))
    return [{ tool, runs, places: places.slice(0, MAX_PLACES), events }]
  })
})

/** The uses of tools of one kind. */
export function toolsOf(facts: Facts, ...kinds: readonly ToolKind[]): readonly ToolUse[] {
  return toolsInUse(facts).filter(({ tool }) => tool.kinds.some((kind) => kinds.includes(kind)))
}

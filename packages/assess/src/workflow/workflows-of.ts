import { DocumentInvalid } from '@cupel/formats'
import { reading } from '../facts/reading.ts'
import { hasCommands } from '../files/has-commands.ts'
import { isTestData } from '../files/is-test-data.ts'
import { parseWorkflow } from './parse-workflow.ts'
import type { Workflow } from './workflow.ts'

/** A workflow file that could not be read, with the reason. */
export interface BrokenWorkflow {
  readonly path: string
  readonly line: number
  readonly reason: string
}

export interface WorkflowsRead {
  readonly workflows: readonly Workflow[]
  /** Composite and container actions defined in the tree. */
  readonly actions: readonly Workflow[]
  readonly broken: readonly BrokenWorkflow[]
  /** Actions whose metadata could not be read. */
  readonly brokenActions: readonly BrokenWorkflow[]
}

/** Workflow files by GitHub's rule: directly in `.github/workflows`, `.yml` or `.yaml`. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)
}

const MAX_FILES = 5000

/** Every workflow of the tree, and every action it defines. Files of comments only are left out. */
export const workflowsOf = reading((facts): WorkflowsRead => {
  const { workflows, broken } = parseAll(facts.files.paths.filter(isWorkflowPath), facts.files.text)
  const defined = facts.files.paths.filter((path) => /(^|\/)action\.ya?ml$/.test(path) && !isTestData(path))
  const actions = parseAll(defined, facts.files.text)
  return { workflows, broken, actions: actions.workflows.filter(({ kind }) => kind === 'action'), brokenActions: actions.broken }
})

/** Workflows as Scorecard 5's parser sees them: what an alias stands for is not there. */
export const workflowsWithoutAliases = reading((facts): readonly Workflow[] => {
  const { workflows } = workflowsOf(facts)
  return workflows.map((workflow) => {
    const text = facts.files.text(workflow.path) ?? ''
    return /(?:^|[\s[,:-])\*\w/.test(text) ? parseWorkflow(workflow.path, text, { aliases: false }) : workflow
  })
})

function parseAll(
  paths: readonly string[],
  read: (path: string) => string | null,
): { readonly workflows: readonly Workflow[]; readonly broken: readonly BrokenWorkflow[] } {
  const workflows: Workflow[] = []
  const broken: BrokenWorkflow[] = []
  for (const path of paths.slice(0, MAX_FILES)) {
    const text = read(path)
    if (text === null) broken.push({ path, line: 1, reason: 'the file could not be read' })
    else if (hasCommands(text)) {
      try {
        workflows.push(parseWorkflow(path, text))
      } catch (error) {
        if (!(error instanceof DocumentInvalid)) throw error
        broken.push({ path, line: error.line, reason: error.message })
      }
    }
  }
  return { workflows, broken }
}

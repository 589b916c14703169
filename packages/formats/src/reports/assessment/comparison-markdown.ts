import { counted } from '../text/finding-text.ts'
import { mdText } from '../text/markdown-text.ts'
import { disarmCommands } from '../text/workflow-commands.ts'
import type { AssessmentChanges, AssessmentComparison, ChangeKind } from './compare-assessments.ts'
import { CHANGE_TITLES, scoreOf } from './comparison-text.ts'

const MAX_ROWS = 200

/** The comparison as GitHub flavoured Markdown for a pull request. */
export function comparisonMarkdown({ projects, appeared, gone }: AssessmentComparison): string {
  const changed = projects.filter(({ changes, before, after }) => changes.length > 0 || before.score !== after.score)
  const blocks = [
    `# cupel: ${counted(projects.length, 'project')} compared, ${changed.length} changed`,
    ...changed.map(projectBlock),
    nameBlock('Only in the new run', appeared),
    nameBlock('Only in the old run', gone),
  ]
  return disarmCommands(`${blocks.filter((block) => block !== '').join('\n\n')}\n`)
}

function projectBlock({ name, before, after, changes }: AssessmentChanges): string {
  const rows = (Object.keys(CHANGE_TITLES) as ChangeKind[])
    .flatMap((kind) => changes.filter((one) => one.kind === kind))
    .map((one) => `| ${[CHANGE_TITLES[one.kind], one.id, one.before, one.after, one.reason].map(mdText).join(' | ')} |`)
  const cut = rows.length > MAX_ROWS ? [...rows.slice(0, MAX_ROWS), `\n${rows.length - MAX_ROWS} more`] : rows
  const table = rows.length === 0 ? [] : ['| Change | What | Before | After | Why |', '| --- | --- | --- | --- | --- |', ...cut]
  return [`## ${mdText(name)}: ${scoreOf(before)} → ${scoreOf(after)}`, '', ...table].join('\n').trimEnd()
}

function nameBlock(title: string, names: readonly string[]): string {
  return names.length === 0 ? '' : [`## ${title}`, '', ...names.slice(0, MAX_ROWS).map((name) => `- ${mdText(name)}`)].join('\n')
}

import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import type { MessageId } from '../../language/translate.ts'
import { eventText } from '../../parts/event-text.ts'
import { useAt } from '../../shell/url-state.ts'
import { Mark } from '../../parts/mark.tsx'
import type { Tone } from '../../parts/mark.tsx'
import type { IconName } from '../../parts/icon.tsx'
import { ProjectLink, Problem } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'

export type ChangeRow = Answer<'ChangeRow'>

/** What opened and what closed, newest first. */
export function Changes() {
  const list = usePages<ChangeRow>('/changes', { at: useAt() })
  return (
    <>
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('portfolio.tab-changes')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'at', name: t('column.when'), cell: ({ at }) => <Ago time={at} /> },
          { id: 'kind', name: t('column.change'), cell: ({ kind }) => <ChangeKind kind={kind} /> },
          {
            id: 'project',
            name: t('column.project'),
            cell: ({ project }) => (project === null ? null : <ProjectLink project={project} />),
          },
          {
            id: 'what',
            name: t('column.what'),
            cell: (row) =>
              row.vulnerability === null ? <span className="wrap">{eventText(row.text)}</span> : <Problem of={row.vulnerability} />,
          },
        ]}
        empty={
          <Empty icon="history" title={t('changes.empty')}>
            {t('changes.empty-text')}
          </Empty>
        }
      />
    </>
  )
}

const LOOKS: Readonly<Record<string, readonly [Tone, IconName, MessageId]>> = {
  'finding.opened': ['high', 'plus', 'change.opened'],
  'finding.closed': ['pass', 'check', 'change.closed'],
  'vulnerability.exploited': ['critical', 'fire', 'mark.exploited'],
  exploited: ['critical', 'fire', 'mark.exploited'],
  published: ['low', 'advisory', 'change.published'],
  changed: ['low', 'history', 'change.changed'],
  withdrawn: ['none', 'minus', 'mark.withdrawn'],
  epss: ['medium', 'live', 'change.epss'],
  snapshot: ['low', 'upload', 'change.snapshot'],
  'snapshot.changed': ['low', 'upload', 'change.snapshot'],
  'assessment.changed': ['low', 'evidence', 'change.assessment'],
  'policy.changed': ['medium', 'policy', 'change.policy'],
  'upload.failed': ['critical', 'cross', 'kind.upload.failed'],
  triage: ['low', 'findings', 'change.triage'],
  'triage.set': ['low', 'findings', 'change.triage'],
  'triage.ended': ['medium', 'findings', 'change.triage-ended'],
}

/** A kind that this version does not know is shown by its own word. */
export function ChangeKind({ kind }: { readonly kind: string }) {
  const look = LOOKS[kind]
  if (look === undefined)
    return (
      <Mark tone="none" icon="history">
        {kind}
      </Mark>
    )
  const [tone, icon, name] = look
  return (
    <Mark tone={tone} icon={icon}>
      {t(name)}
    </Mark>
  )
}

import { Button } from '@mantine/core'
import { send } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { StateMark } from '../../parts/mark.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { AdvisoryLink, PackageLink, ProjectLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { useAt } from '../../shell/url-state.ts'
import { JUSTIFICATIONS } from '../triage/triage-subject.ts'
import type { TriageOf } from '../triage/triage-subject.ts'

/** What was decided, by whom, why and until when; taken back, it stays in the history. */
export function Decisions() {
  const list = usePages<TriageOf>('/triage', { at: useAt() })
  const may = useMay('triage:write')
  const end = useChange(({ id, version }: TriageOf) => send('DELETE', `/triage/${id}`, { ifMatch: version }))
  return (
    <div className="stack">
      <Failure error={end.error} />
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('findings.tab-decisions')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'problem', name: t('column.problem'), cell: ({ vulnerability }) => <AdvisoryLink of={vulnerability} /> },
          { id: 'status', name: t('triage.status'), cell: (row) => <Decision of={row} /> },
          { id: 'covers', name: t('triage.covers'), cell: (row) => <Covers of={row} /> },
          {
            id: 'where',
            name: t('triage.where'),
            cell: ({ project }) => (project === null ? t('triage.where-everywhere') : <ProjectLink project={project} />),
          },
          {
            id: 'author',
            name: t('column.actor'),
            cell: ({ author, source, since }) => (
              <span className="stack tight">
                <span className="wrap">{author}</span>
                <span className="small quiet">
                  {source} · <Ago time={since} />
                </span>
              </span>
            ),
          },
          { id: 'expires', name: t('triage.expires'), cell: ({ expires }) => (expires === null ? '–' : <Ago time={expires} />) },
          {
            id: 'act',
            name: t('column.action'),
            cell: (row) =>
              may ? (
                <Button size="compact-sm" variant="default" onClick={() => end.mutate(row)}>
                  {t('findings.take-back')}
                  <span className="visually-hidden"> {row.vulnerability.shown}</span>
                </Button>
              ) : null,
          },
        ]}
        empty={
          <Empty icon="findings" title={t('findings.no-decisions')}>
            {t('findings.no-decisions-text')}
          </Empty>
        }
      />
    </div>
  )
}

function Decision({ of: { status, justification, statement } }: { readonly of: TriageOf }) {
  const known = JUSTIFICATIONS.find((one) => one === justification)
  return (
    <span className="stack tight">
      <span>
        <StateMark state={status as Parameters<typeof StateMark>[0]['state']} />
      </span>
      {justification === '' ? null : <span className="small">{known === undefined ? justification : t(`justification.${known}`)}</span>}
      {statement === '' ? null : <span className="small wrap">{statement}</span>}
    </span>
  )
}

function Covers({ of: { package: packageOf, componentVersion } }: { readonly of: TriageOf }) {
  if (componentVersion !== null) return <span className="mono small wrap">{componentVersion.purl}</span>
  return packageOf === null ? t('triage.covers-problem') : <PackageLink of={packageOf} />
}

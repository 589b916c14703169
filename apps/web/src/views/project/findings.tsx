import { Button } from '@mantine/core'
import { useState } from 'react'
import type { FindingOf } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { StateMark } from '../../parts/mark.tsx'
import { usePartialData } from '../../parts/advisory-data.tsx'
import { PackageLink, Problem } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago, Day } from '../../parts/time.tsx'
import { listOf, useUrlState } from '../../shell/url-state.ts'
import { FindingFilters } from '../findings/finding-filters.tsx'
import { Fix } from '../findings/places.tsx'
import { TriageDialog } from '../triage/triage-dialog.tsx'
import { PathsDialog } from './paths-dialog.tsx'
import type { PartProps } from './project-view.tsx'

/** What is wrong in this project, how it came in, and the decision about it. */
export function Findings({ project }: PartProps) {
  const [{ at, q, severity, state, kev, sort }] = useUrlState()
  const list = usePages<FindingOf>(`/projects/${project.id}/findings`, {
    at,
    q,
    severity: listOf(severity),
    state: listOf(state),
    kev,
    sort,
  })
  const [deciding, setDeciding] = useState<FindingOf | null>(null)
  const [tracing, setTracing] = useState<FindingOf | null>(null)
  const may = project.permissions.includes('triage:write')
  return (
    <>
      <div className="table-tools">
        <FindingFilters />
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('project.tab-findings')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'problem', name: t('column.problem'), cell: (row) => <Problem of={row.vulnerability} /> },
          { id: 'package', name: t('column.package'), cell: (row) => <Where row={row} trace={() => setTracing(row)} /> },
          { id: 'state', name: t('column.state'), cell: (row) => <StateMark state={row.state} /> },
          { id: 'fix', name: t('column.fix'), cell: (row) => <Fix versions={row.fixedVersions} bare /> },
          { id: 'seen', name: t('column.first-seen'), cell: (row) => <Ago time={row.firstSeen} /> },
          { id: 'due', name: t('column.due'), cell: ({ due }) => (due === null ? <span className="quiet">–</span> : <Day time={due} />) },
          { id: 'act', name: t('column.action'), cell: (row) => (may ? <Decide row={row} open={() => setDeciding(row)} /> : null) },
        ]}
        empty={
          [q, severity, state, kev].some((one) => one !== undefined) ? (
            <Empty icon="search" title={t('empty.filtered')} />
          ) : (
            <NoFindings project={project} />
          )
        }
      />
      {deciding === null ? null : <TriageDialog subject={{ ...deciding }} close={() => setDeciding(null)} />}
      {tracing === null ? null : <PathsDialog project={project.id} of={tracing} close={() => setTracing(null)} />}
    </>
  )
}

/** Only a picture that was read whole, asked about in data that is whole and fresh, is told to be clear. */
function NoFindings({ project }: PartProps) {
  const partial = usePartialData()
  const { unmatched, incomplete, snapshot } = project
  const text =
    snapshot === null
      ? t('project.no-snapshot')
      : unmatched > 0
        ? t('project.unmatched', { count: unmatched })
        : incomplete
          ? t('project.incomplete')
          : partial
            ? t('project.no-findings-partly')
            : t('project.no-findings-text')
  return (
    <Empty icon={unmatched > 0 || incomplete || partial ? 'question' : 'findings'} title={t('project.no-findings')}>
      {text}
    </Empty>
  )
}

function Where({ row, trace }: { readonly row: FindingOf; readonly trace: () => void }) {
  return (
    <span className="stack tight">
      <PackageLink of={row.package} version={row.version.version} />
      <span>
        <Button size="compact-xs" variant="subtle" onClick={trace}>
          {row.direct === true ? t('value.direct') : t('project.why')}
          <span className="visually-hidden"> {row.package.name}</span>
        </Button>
      </span>
    </span>
  )
}

function Decide({ row, open }: { readonly row: FindingOf; readonly open: () => void }) {
  return (
    <Button size="compact-sm" variant="light" onClick={open}>
      {t('triage.decide-about')}
      <span className="visually-hidden">
        {' '}
        {row.vulnerability.shown} {row.package.name}
      </span>
    </Button>
  )
}

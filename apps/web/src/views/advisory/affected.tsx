import { Suspense, lazy, useState } from 'react'
import { Button } from '@mantine/core'
import type { Answer } from '../../api/contract.ts'
import { useMay } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { StateMark } from '../../parts/mark.tsx'
import { PathList } from '../../parts/path-list.tsx'
import { PackageLink, ProjectLink } from '../../parts/refs.tsx'
import { Waiting } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { useAt } from '../../shell/url-state.ts'
import { TriageDialog } from '../triage/triage-dialog.tsx'
import type { AdvisoryOf } from './advisory-view.tsx'

type Row = Answer<'AffectedRow'>
const Picture = lazy(() => import('../../parts/graph-picture.tsx').then(({ GraphPicture }) => ({ default: GraphPicture })))

/** Where it is: each project with the shortest way in. */
export function Affected({ of }: { readonly of: AdvisoryOf }) {
  const list = usePages<Row>(`/advisories/${encodeURIComponent(of.vulnerability.shown)}/affected`, { at: useAt() })
  const [shown, setShown] = useState<Row | null>(null)
  const [deciding, setDeciding] = useState<Row | null>(null)
  const may = useMay('triage:write')
  return (
    <div>
      <div className="table-tools">
        <h2>{t('advisory.where')}</h2>
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('advisory.where')}
        list={list}
        rowKey={({ project, version }) => `${project.id} ${version.id}`}
        columns={[
          { id: 'project', name: t('column.project'), cell: ({ project }) => <ProjectLink project={project} /> },
          { id: 'package', name: t('column.package'), cell: (row) => <PackageLink of={row.package} version={row.version.version} /> },
          { id: 'paths', name: t('column.paths'), cell: (row) => <Ways row={row} open={() => setShown(row)} /> },
          { id: 'state', name: t('column.state'), cell: ({ state }) => <StateMark state={state} /> },
          { id: 'seen', name: t('column.first-seen'), cell: ({ firstSeen }) => <Ago time={firstSeen} /> },
          { id: 'act', name: t('column.action'), cell: (row) => (may ? <Decide row={row} open={() => setDeciding(row)} /> : null) },
        ]}
        empty={<p className="card">{t('advisory.nowhere')}</p>}
      />
      {shown === null ? null : (
        <Dialog
          title={t('paths.title', { name: `${shown.package.name} ${shown.version.version}` })}
          close={() => setShown(null)}
          className="wide"
        >
          <div className="stack">
            <PathList paths={shown.paths.map((nodes) => ({ nodes }))} />
            <Suspense fallback={<Waiting lines={3} />}>
              <Picture paths={shown.paths} label={t('paths.picture-label', { count: shown.paths.length })} />
            </Suspense>
          </div>
        </Dialog>
      )}
      {deciding === null ? null : (
        <TriageDialog subject={{ vulnerability: of.vulnerability, ...deciding }} close={() => setDeciding(null)} />
      )}
    </div>
  )
}

function Ways({ row, open }: { readonly row: Row; readonly open: () => void }) {
  const [shortest] = row.paths
  if (shortest === undefined) return <span className="quiet">{t('value.no-graph')}</span>
  return (
    <span className="stack tight">
      <span className="small mono wrap">{shortest.join(' › ')}</span>
      <span>
        <Button size="compact-xs" variant="subtle" onClick={open}>
          {t('advisory.paths', { count: row.paths.length })}
          <span className="visually-hidden"> {row.project.name}</span>
        </Button>
      </span>
    </span>
  )
}

function Decide({ row, open }: { readonly row: Row; readonly open: () => void }) {
  return (
    <Button size="compact-sm" variant="light" onClick={open}>
      {t('triage.decide-about')}
      <span className="visually-hidden"> {row.project.name}</span>
    </Button>
  )
}

import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { PackageLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Table, TotalOf } from '../../parts/table.tsx'

export type WeakPointRow = Answer<'WeakPoint'>

/** Packages that much rests on and that little holds: where help or money does most. */
export function WeakPoints() {
  const list = usePages<WeakPointRow>('/weak-points', { at: useAt() })
  const worst = Math.max(1e-9, ...list.rows.map(({ risk }) => risk))
  return (
    <>
      <div className="table-tools">
        <p className="quiet grow">{t('weak.how')}</p>
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('portfolio.tab-weak')}
        list={list}
        rowKey={({ package: { id } }) => id}
        columns={[
          { id: 'package', name: t('column.package'), cell: (row) => <PackageLink of={row.package} /> },
          { id: 'risk', name: t('column.risk'), cell: ({ risk }) => <Meter share={risk / worst} text={formatNumber(risk, 1)} /> },
          { id: 'projects', name: t('column.projects'), number: true, cell: ({ projects }) => formatNumber(projects) },
          {
            id: 'score',
            name: t('column.score'),
            number: true,
            cell: ({ score }) => (score === null ? <span className="quiet">{t('value.not-assessed')}</span> : formatNumber(score, 1)),
          },
          {
            id: 'open',
            name: t('column.findings'),
            cell: ({ counts, unmatched }) => <Counts counts={counts} incomplete={unmatched > 0} />,
          },
        ]}
        empty={
          <Empty icon="component" title={t('weak.empty')}>
            {t('weak.empty-text')}
          </Empty>
        }
      />
    </>
  )
}

/** A share as a bar, with its number beside it. */
export function Meter({ share, text }: { readonly share: number; readonly text: string }) {
  return (
    <span className="meter">
      <span aria-hidden="true">
        <span style={{ width: `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` }} />
      </span>
      <span>{text}</span>
    </span>
  )
}

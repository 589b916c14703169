import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Counts, sumOf } from '../../parts/counts.tsx'
import { Go } from '../../parts/go.tsx'
import { Page } from '../../parts/page.tsx'
import { PackageLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Effect, Step } from '../../parts/upgrade.tsx'
import type { UpgradeOf } from '../../parts/upgrade.tsx'
import { formatNumber } from '../../language/format.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { FindingTabs } from './finding-tabs.tsx'

/** Packages by what going to another version of them would clear. */
export function UpgradesPage() {
  const [{ project }] = useUrlState()
  const query = { project }
  const list = usePages<UpgradeOf>('/upgrades', query)
  const [first] = list.rows
  const most = first === undefined ? 0 : sumOf(first.clears)
  return (
    <Page
      place={t('nav.findings')}
      question={t('upgrades.question')}
      figure={
        first === undefined ? undefined : { value: formatNumber(most), of: t('upgrades.figure', { count: most, name: first.package.name }) }
      }
      asOf={list.asOf}
      data={{ path: '/upgrades', query }}
      tools={project === undefined ? undefined : <Go to="/findings?tab=upgrades">{t('upgrades.everywhere')}</Go>}
    >
      <FindingTabs here="upgrades" />
      <div className="table-tools">
        <p className="quiet grow">{t('upgrades.how')}</p>
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('findings.tab-upgrades')}
        list={list}
        rowKey={({ package: { id }, to }) => `${id} ${to ?? ''}`}
        columns={[
          { id: 'package', name: t('column.package'), cell: (row) => <PackageLink of={row.package} /> },
          { id: 'step', name: t('column.upgrade'), cell: (row) => <Step of={row} /> },
          { id: 'effect', name: t('column.effect'), cell: (row) => <Effect of={row} /> },
          { id: 'open', name: t('column.findings'), cell: ({ open }) => <Counts counts={open} /> },
        ]}
        empty={
          <Empty icon="findings" title={t('upgrades.empty')}>
            {t('upgrades.empty-text')}
          </Empty>
        }
      />
    </Page>
  )
}

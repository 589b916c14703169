import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import type { Listed } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { useStarterOnly } from '../../parts/advisory-data.tsx'
import { Counts, sumOf } from '../../parts/counts.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Licences } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { Target } from '../../parts/upgrade.tsx'
import type { UpgradeOf } from '../../parts/upgrade.tsx'
import { useAt } from '../../shell/url-state.ts'
import type { PackageOf } from './component-view.tsx'

/** The versions that somebody here has. */
export function Versions({ of }: { readonly of: PackageOf }) {
  const at = useAt()
  const list = usePages<Answer<'PackageVersionRow'>>(`/components/${of.package.id}/versions`, { at })
  // What to do has no past.
  const upgrades = usePages<UpgradeOf>(at === undefined ? '/upgrades' : null, { package: of.package.id, limit: 200 })
  const starterOnly = useStarterOnly()
  const outs = new Map(upgrades.rows.flatMap(({ from, to }) => from.map(({ id }) => [id, to] as const)))
  return (
    <>
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('component.tab-versions')}
        list={list}
        rowKey={({ version: { id } }) => id}
        columns={[
          {
            id: 'version',
            name: t('column.version'),
            cell: ({ version }) => (
              <span className="row">
                <span className="mono strong">{version.version}</span>
                {version.version === of.cleanVersion && !starterOnly ? (
                  <Mark tone="pass" icon="check">
                    {t('component.take')}
                  </Mark>
                ) : null}
              </span>
            ),
          },
          { id: 'findings', name: t('column.findings'), cell: ({ counts, matched }) => <Counts counts={counts} incomplete={!matched} /> },
          ...(at === undefined
            ? [
                {
                  id: 'out',
                  name: t('column.way-out'),
                  cell: ({ version: { id }, counts }: Answer<'PackageVersionRow'>) =>
                    outs.has(id) ? <Target to={outs.get(id) ?? null} /> : sumOf(counts) === 0 ? '–' : <Waited for={upgrades} />,
                },
              ]
            : []),
          { id: 'projects', name: t('column.projects'), number: true, cell: ({ projects }) => formatNumber(projects) },
          { id: 'licences', name: t('column.licences'), cell: ({ licences }) => <Licences of={licences} /> },
          { id: 'seen', name: t('column.first-seen'), cell: ({ firstSeen }) => <Ago time={firstSeen} /> },
        ]}
        empty={<Empty icon="component" title={t('component.no-versions')} />}
      />
    </>
  )
}

/** Not told yet, or not of so many versions; no answer is no way out either. */
function Waited({ for: { loading } }: { readonly for: Listed<UpgradeOf> }) {
  return <span className="quiet">{loading ? '…' : t('value.not-known')}</span>
}

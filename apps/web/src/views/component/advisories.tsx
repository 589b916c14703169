import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { useStarterOnly } from '../../parts/advisory-data.tsx'
import { Problem } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Fix } from '../findings/places.tsx'
import type { PackageOf } from './component-view.tsx'

/** What is known against the package, also against versions that nobody here has. */
export function Advisories({ of }: { readonly of: PackageOf }) {
  const list = usePages<Answer<'PackageAdvisoryRow'>>(`/components/${of.package.id}/advisories`)
  return (
    <>
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('component.tab-advisories')}
        list={list}
        rowKey={({ vulnerability: { id } }) => id}
        columns={[
          { id: 'problem', name: t('column.problem'), cell: (row) => <Problem of={row.vulnerability} /> },
          { id: 'affected', name: t('column.affected'), cell: ({ affected }) => <span className="small mono">{affected.join(', ')}</span> },
          { id: 'fix', name: t('column.fix'), cell: ({ fixedVersions }) => <Fix versions={fixedVersions} bare /> },
          { id: 'here', name: t('component.versions-here'), number: true, cell: ({ versionsHere }) => formatNumber(versionsHere) },
        ]}
        empty={<NoAdvisories of={of} />}
      />
    </>
  )
}

/** None is all clear only where all versions could be asked about, in data that is whole. */
function NoAdvisories({ of: { unmatched } }: { readonly of: PackageOf }) {
  const starterOnly = useStarterOnly()
  const text =
    unmatched > 0
      ? t('component.no-advisories-unasked', { count: unmatched })
      : t(starterOnly ? 'component.no-advisories-starter' : 'component.no-advisories-text')
  return (
    <Empty icon={unmatched > 0 || starterOnly ? 'question' : 'advisory'} title={t('component.no-advisories')}>
      {text}
    </Empty>
  )
}

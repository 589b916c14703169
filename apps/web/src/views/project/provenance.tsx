import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Mark } from '../../parts/mark.tsx'
import type { Tone } from '../../parts/mark.tsx'
import type { IconName } from '../../parts/icon.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { useAt } from '../../shell/url-state.ts'
import type { PartProps } from './project-view.tsx'

type Row = Answer<'AttestationRow'>
const LOOKS: Readonly<Record<Row['outcome'], readonly [Tone, IconName]>> = {
  verified: ['pass', 'check'],
  unverified: ['medium', 'question'],
  refused: ['critical', 'cross'],
}

/** Who says where the artifacts come from, and whether that could be verified. */
export function Provenance({ project }: PartProps) {
  const list = usePages<Row>(`/projects/${project.id}/provenance`, { at: useAt() })
  return (
    <>
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('project.tab-provenance')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'subject',
            name: t('column.subject'),
            cell: ({ subject, digest }) => (
              <span className="stack tight">
                <span className="wrap">{subject}</span>
                <span className="small mono quiet">{digest}</span>
              </span>
            ),
          },
          { id: 'type', name: t('column.kind'), cell: ({ predicateType }) => <span className="small wrap">{predicateType}</span> },
          {
            id: 'outcome',
            name: t('column.outcome'),
            cell: ({ outcome, reason, policy, present }) => (
              <span className="stack tight">
                <span>
                  <Mark tone={LOOKS[outcome][0]} icon={present ? LOOKS[outcome][1] : 'clock'}>
                    {present ? t(`provenance.${outcome}`) : t('provenance.waiting')}
                  </Mark>
                </span>
                <span className="small wrap">{reason}</span>
                {policy === null ? null : <span className="small quiet">{t('provenance.by-policy', { version: policy.version })}</span>}
              </span>
            ),
          },
          { id: 'signer', name: t('column.signer'), cell: ({ signer }) => <span className="small wrap">{signer}</span> },
          { id: 'received', name: t('column.when'), cell: ({ received }) => <Ago time={received} /> },
        ]}
        empty={
          <Empty icon="evidence" title={t('provenance.empty')}>
            {t('provenance.empty-text')}
          </Empty>
        }
      />
    </>
  )
}

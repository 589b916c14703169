import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { OutcomeMark, SeverityMark } from '../../parts/mark.tsx'
import { Empty, Failed, Waiting } from '../../parts/states.tsx'
import { Day } from '../../parts/time.tsx'
import { useAt } from '../../shell/url-state.ts'
import type { PartProps } from './project-view.tsx'

type Row = Answer<'PolicyResultRow'>

/** Each rule with its outcome, the reason, and the evidence it rests on. */
export function PolicyResults({ project }: PartProps) {
  const list = usePages<Row>(`/projects/${project.id}/policy`, { limit: 200, at: useAt() })
  if (list.problem !== null && list.rows.length === 0) return <Failed problem={list.problem} retry={list.retry} />
  if (list.loading) return <Waiting />
  if (list.rows.length === 0) {
    return (
      <Empty icon="policy" title={t('project.no-policy')} action={<Go to="/policy?tab=packs">{t('project.no-policy-action')}</Go>}>
        {t('project.no-policy-text')}
      </Empty>
    )
  }
  return (
    <ul className="stack">
      {list.rows.map((row) => (
        <li key={`${row.pack} ${row.rule}`} className="card stack">
          <div className="row between">
            <h2 className="wrap">{row.title}</h2>
            <span className="row">
              <OutcomeMark outcome={row.outcome} />
              <SeverityMark severity={row.severity} />
            </span>
          </div>
          <p className="small quiet mono">
            {row.pack} / {row.rule}
          </p>
          {row.message === '' ? null : <p className="wrap">{row.message}</p>}
          <p className="small">{t('policy.subjects', { subjects: row.subjects, failing: row.failing, unknown: row.unknown })}</p>
          {row.remediation === '' ? null : (
            <p className="wrap">
              <b>{t('policy.remedy')}</b> {row.remediation}
            </p>
          )}
          {row.exception === null ? null : (
            <p className="wrap">
              <b>{t('policy.exception')}</b> {row.exception.reason} – {row.exception.owner}, <Day time={row.exception.expires} />
            </p>
          )}
          {row.evidence.length === 0 ? null : <Evidence rows={row.evidence} />}
          {row.mappings.length === 0 ? null : <p className="small quiet">{row.mappings.join(' · ')}</p>}
        </li>
      ))}
    </ul>
  )
}

function Evidence({ rows }: { readonly rows: Row['evidence'] }) {
  return (
    <details>
      <summary>{t('policy.evidence', { count: rows.length })}</summary>
      <div className="table-frame">
        <table className="data small">
          <thead>
            <tr>
              <th scope="col">{t('column.subject')}</th>
              <th scope="col">{t('policy.expression')}</th>
              <th scope="col">{t('policy.value')}</th>
              <th scope="col">{t('column.source')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ subject, expression, value, source }, index) => (
              <tr key={index}>
                <td>{subject}</td>
                <td className="mono">{expression}</td>
                <td className="mono">{value}</td>
                <td>{source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

import { Button } from '@mantine/core'
import type { FindingOf, VulnerabilityOf } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { AdvisoryLink, PackageLink, ProjectLink } from '../../parts/refs.tsx'
import { StateMark } from '../../parts/mark.tsx'
import { Failed, Waiting } from '../../parts/states.tsx'
import { TotalOf } from '../../parts/table.tsx'
import { useAt } from '../../shell/url-state.ts'
import type { TriageSubject } from '../triage/triage-subject.ts'

/** Every place of one problem: project, version, state, and the version that mends it. */
export function Places({ of, decide }: { readonly of: VulnerabilityOf; readonly decide: ((subject: TriageSubject) => void) | undefined }) {
  const at = useAt()
  const list = usePages<FindingOf>('/findings', { vulnerability: of.id, at })
  return (
    <div className="stack">
      <div className="row between">
        <h2>{t('findings.places', { name: of.shown })}</h2>
        <TotalOf list={list} />
      </div>
      <p className="small">
        <AdvisoryLink of={of} /> <span className="quiet wrap">{of.aliases.filter((alias) => alias !== of.shown).join(', ')}</span>
      </p>
      {list.problem !== null && list.rows.length === 0 ? <Failed problem={list.problem} retry={list.retry} /> : null}
      {list.loading ? <Waiting lines={4} /> : null}
      <ul className="list">
        {list.rows.map((row) => (
          <li key={row.id} className="stack place">
            <span className="row between">
              <span className="strong">
                <ProjectLink project={row.project} />
              </span>
              <StateMark state={row.state} />
            </span>
            <span className="row small">
              <PackageLink of={row.package} version={row.version.version} />
              <Fix versions={row.fixedVersions} />
            </span>
            {decide === undefined ? null : (
              <span>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => decide({ vulnerability: of, project: row.project, package: row.package, version: row.version })}
                >
                  {t('triage.decide-about')}
                  <span className="visually-hidden">
                    {' '}
                    {of.shown} {row.project.name}
                  </span>
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {list.hasMore ? (
        <Button variant="light" loading={list.loadingMore} onClick={list.loadMore}>
          {t('table.more')}
        </Button>
      ) : null}
    </div>
  )
}

/** What mends it; without words where a heading says them. */
export function Fix({ versions, bare = false }: { readonly versions: readonly string[]; readonly bare?: boolean }) {
  if (versions.length === 0) return <span className="quiet">{t('value.no-fix')}</span>
  return <span className="wrap">{bare ? versions.join(', ') : t('findings.fix', { versions: versions.join(', ') })}</span>
}

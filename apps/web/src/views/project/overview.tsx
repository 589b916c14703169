import { Counts, Spread, sumOf } from '../../parts/counts.tsx'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Card } from '../../parts/page.tsx'
import { Empty, Notice } from '../../parts/states.tsx'
import { Ago } from '../../parts/time.tsx'
import { Outside } from '../../parts/outside.tsx'
import { Trend } from '../../parts/trend.tsx'
import { UpgradesCard } from '../home/cards.tsx'
import { Policy } from '../portfolio/exposure.tsx'
import { Exports } from './exports.tsx'
import type { PartProps } from './project-view.tsx'
import { TopFindings } from './top-findings.tsx'

/** The project at a glance: what to do, what is not known, where the facts come from. */
export function Overview({ project }: PartProps) {
  const { snapshot, unmatched, counts } = project
  if (snapshot === null) {
    return (
      <Empty icon="upload" title={t('project.no-snapshot')} action={<Go to={`/import?project=${project.id}`}>{t('project.import')}</Go>}>
        {t('project.no-snapshot-text')}
      </Empty>
    )
  }
  return (
    <div className="stack wide">
      {project.incomplete ? (
        <Notice tone="medium" icon="question">
          {t('project.incomplete')}{' '}
          <Go to={`/projects/${project.id}/uploads`}>{t('project.see-problems', { count: project.problems.length })}</Go>
        </Notice>
      ) : null}
      {unmatched > 0 ? (
        <Notice tone="medium" icon="question">
          {t('project.unmatched', { count: unmatched })}
        </Notice>
      ) : null}
      <div className="grid">
        <Card title={t('project.open')} aside={<Go to={`/projects/${project.id}/findings`}>{t('action.all')}</Go>}>
          <div className="stack">
            <Spread counts={counts} />
            <Counts counts={counts} incomplete={project.incomplete || unmatched > 0} />
            {sumOf(counts) === 0 ? null : <TopFindings project={project} />}
          </div>
        </Card>
        <Card title={t('project.facts')}>
          <dl className="facts">
            <dt>{t('project.repository')}</dt>
            <dd>{project.repository === '' ? <span className="quiet">{t('value.none')}</span> : <Outside href={project.repository} />}</dd>
            <dt>{t('column.exposure')}</dt>
            <dd>{t(`exposure.${project.exposure}`)}</dd>
            <dt>{t('column.team')}</dt>
            <dd>{project.team?.name ?? t('value.no-team')}</dd>
            <dt>{t('column.policy')}</dt>
            <dd>
              <Policy policy={project.policy} />
            </dd>
            <dt>{t('column.score')}</dt>
            <dd>{project.score === null ? t('value.not-assessed') : formatNumber(project.score, 1)}</dd>
            <dt>{t('project.snapshot')}</dt>
            <dd>
              <Ago time={snapshot.since} /> · {snapshot.origin} · {snapshot.tool}
            </dd>
            {snapshot.document === null ? null : (
              <>
                <dt>{t('project.document')}</dt>
                <dd className="mono">{snapshot.document}</dd>
              </>
            )}
          </dl>
          {project.description === '' ? null : <p className="prose">{project.description}</p>}
        </Card>
      </div>
      {sumOf(counts) === 0 ? null : <UpgradesCard project={project.id} />}
      <Exports project={project} />
      <Card title={t('project.trend')}>
        <Trend project={project.id} />
      </Card>
    </div>
  )
}

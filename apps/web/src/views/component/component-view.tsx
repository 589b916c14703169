import { useParams } from '@tanstack/react-router'
import type { Answer } from '../../api/contract.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import type { Listed } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { useStarterOnly } from '../../parts/advisory-data.tsx'
import { Counts } from '../../parts/counts.tsx'
import { Go } from '../../parts/go.tsx'
import { AnsweredPage, Card, Page, Stat } from '../../parts/page.tsx'
import { Outside } from '../../parts/outside.tsx'
import { Licences } from '../../parts/refs.tsx'
import { totalText } from '../../parts/table.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Day } from '../../parts/time.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Advisories } from './advisories.tsx'
import { Posture } from './posture.tsx'
import { Users } from './users.tsx'
import { Versions } from './versions.tsx'

export type PackageOf = Answer<'PackageDetail'>
const PARTS = ['versions', 'advisories', 'projects', 'posture'] as const
type Part = (typeof PARTS)[number]

/** One package: which version to take, what is known against it, who here uses it. */
export function ComponentView() {
  const { component: id, tab } = useParams({ strict: false }) as { component: string; tab?: string }
  const at = useAt()
  const answer = useAnswer<PackageOf>(`/components/${encodeURIComponent(id)}`, { at })
  const part = PARTS.find((name) => name === tab) ?? 'versions'
  // As the part asks it, so that it is asked once.
  const query = part === 'advisories' ? {} : { at }
  const { total, asOf } = usePages(
    answer.data === undefined || part === 'posture' ? null : `/components/${answer.data.package.id}/${part}`,
    query,
  )
  return (
    <AnsweredPage answer={answer} place={t('nav.components')} question={t(`component.question-${part}`)}>
      {(of) => (
        <Page
          place={of.package.name}
          question={t(`component.question-${part}`)}
          figure={figureOf(part, of, total)}
          asOf={asOf ?? of.asOf}
          data={{ path: `/components/${of.package.id}/${part === 'posture' ? 'assessment' : part}`, query }}
          tools={
            <>
              <Go to={`/notifications?tab=subscriptions&package=${of.package.id}`}>{t('notifications.subscribe')}</Go>
              <Go to={`/compare?with=${of.package.id}`}>{t('compare.with')}</Go>
              {takenOf(of) === '' ? null : <Go to={impactOf(of)}>{t('component.impact-version', { version: takenOf(of) })}</Go>}
            </>
          }
        >
          <Facts of={of} />
          <Tabs
            label={t('component.parts')}
            tabs={PARTS.map((name) => ({
              to: `/components/${of.package.id}${name === 'versions' ? '' : `/${name}`}`,
              name: t(`component.tab-${name}`),
              here: name === part,
            }))}
          />
          <Shown part={part} of={of} />
        </Page>
      )}
    </AnsweredPage>
  )
}

function figureOf(
  part: Part,
  { assessment, unmatched, versions }: PackageOf,
  total: Listed<unknown>['total'],
): { value: string; of: string } | undefined {
  if (part === 'posture') {
    const score = assessment?.score ?? null
    return score === null
      ? { value: '–', of: t('value.not-assessed') }
      : { value: formatNumber(score, 1), of: t('component.figure-posture') }
  }
  if (total === null) return undefined
  // About none of its versions here anything could be asked: that nothing is known is no zero.
  const unknown = part === 'advisories' && total.count === 0 && unmatched >= versions
  return { value: unknown ? '–' : totalText(total), of: t(`component.figure-${part}`, { count: total.count }) }
}

/** Without a version nothing can be asked; the one to take is the one to ask about. */
function impactOf(of: PackageOf): string {
  return `/impact?purls=${encodeURIComponent(`${of.package.purl}@${encodeURIComponent(takenOf(of))}`)}`
}

function takenOf({ cleanVersion, mendedVersion }: PackageOf): string {
  return cleanVersion === '' ? mendedVersion : cleanVersion
}

function Shown({ part, of }: { readonly part: Part; readonly of: PackageOf }) {
  if (part === 'advisories') return <Advisories of={of} />
  if (part === 'projects') return <Users of={of} />
  if (part === 'posture') return <Posture of={of} />
  return <Versions of={of} />
}

function Facts({ of }: { readonly of: PackageOf }) {
  const { assessment } = of
  const starterOnly = useStarterOnly()
  return (
    <div className="grid small component-facts">
      <Stat
        label={t('component.clean')}
        value={of.cleanVersion === '' ? t('component.clean-none') : <span className="mono">{of.cleanVersion}</span>}
        note={t(starterOnly ? 'component.clean-note-starter' : 'component.clean-note')}
      />
      <Stat
        label={t('component.mended')}
        value={of.mendedVersion === '' ? t('value.not-known') : <span className="mono">{of.mendedVersion}</span>}
        note={t('component.mended-note')}
      />
      <Stat
        label={t('column.findings')}
        value={<Counts counts={of.counts} incomplete={of.unmatched > 0} />}
        note={t('component.findings-note')}
      />
      <Stat
        label={t('column.score')}
        value={assessment?.score == null ? t('value.not-assessed') : formatNumber(assessment.score, 1)}
        note={assessment === null ? undefined : <Day time={assessment.at} />}
      />
      <Card title={t('project.facts')}>
        <p className="small mono wrap">{of.package.purl}</p>
        <p>
          <Licences of={of.licences} />
        </p>
        {of.repository === '' ? null : (
          <p className="small">
            <Outside href={of.repository} />
          </p>
        )}
      </Card>
    </div>
  )
}

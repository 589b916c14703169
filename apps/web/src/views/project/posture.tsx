import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Card, Stat } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { Ago } from '../../parts/time.tsx'
import { Outside } from '../../parts/outside.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Meter } from '../portfolio/weak-points.tsx'
import type { PartProps } from './project-view.tsx'

type Assessment = Answer<'AssessmentView'>
const BEST = 10
const SHOWN_PLACES = 5

/** How the project is run: each check with its reason and what would raise it. */
export function Posture({ project }: PartProps) {
  const answer = useAnswer<Assessment>(`/projects/${project.id}/assessment`, { at: useAt() })
  return <Answered answer={answer}>{(assessment) => (assessment.since === null ? <Nothing /> : <Assessed {...assessment} />)}</Answered>
}

function Nothing() {
  return (
    <Empty icon="evidence" title={t('posture.empty')}>
      {t('posture.empty-text')}
    </Empty>
  )
}

/** An assessment with what it rests on, the weakest first. */
export function Assessed({ score, repository, since, commit, checks, standards }: Assessment) {
  const order = [...checks].sort((a, b) => (a.score ?? -1) - (b.score ?? -1))
  return (
    <div className="stack wide">
      <div className="grid small">
        <Stat
          label={t('column.score')}
          value={score === null ? t('severity.unknown') : formatNumber(score, 1)}
          note={t('posture.of-ten')}
        />
        {standards.map(({ id, title, met, unmet, unknown }) => (
          <Stat
            key={id}
            label={title}
            value={formatNumber(met)}
            note={t('posture.standard', { unmet: formatNumber(unmet), unknown: formatNumber(unknown) })}
          />
        ))}
      </div>
      <p className="small quiet wrap">
        <Outside href={repository} /> <span className="mono">{commit.slice(0, 12)}</span> {since === null ? null : <Ago time={since} />}
      </p>
      <Card title={t('posture.checks')}>
        <ul className="list">
          {order.map(({ id, title, score: points, reason, remedy, places }) => (
            <li key={id} className="stack tight">
              <span className="row between">
                <span className="strong">{title}</span>
                {points === null ? (
                  <span className="quiet">{t('severity.unknown')}</span>
                ) : (
                  <Meter share={points / BEST} text={`${formatNumber(points)} / ${BEST}`} />
                )}
              </span>
              <span className="wrap">{reason}</span>
              {remedy === '' ? null : <span className="small wrap quiet">{remedy}</span>}
              <span className="small mono">{placesText(places)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

/** Each once; the whole tree is no place to look at. */
function placesText(places: readonly string[]): string {
  return [...new Set(places)]
    .filter((place) => place !== '.')
    .slice(0, SHOWN_PLACES)
    .join(', ')
}

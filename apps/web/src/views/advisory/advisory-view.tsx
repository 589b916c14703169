import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useMay } from '../../api/session.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { formatDay, formatNumber, formatPercent } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Icon } from '../../parts/icon.tsx'
import { ExploitedMark, Mark, SeverityMark } from '../../parts/mark.tsx'
import { Outside } from '../../parts/outside.tsx'
import { AnsweredPage, Card, Page } from '../../parts/page.tsx'
import { Notice } from '../../parts/states.tsx'
import { Ago, Day } from '../../parts/time.tsx'
import { Unheld } from '../../parts/unheld.tsx'
import { useAt } from '../../shell/url-state.ts'
import { ChangeKind } from '../portfolio/changes.tsx'
import { TriageDialog } from '../triage/triage-dialog.tsx'
import { Affected } from './affected.tsx'

export type AdvisoryOf = Answer<'AdvisoryDetail'>

/** One problem and the answer to "am I affected?": every project, every path, kept live. */
export function AdvisoryView() {
  const { advisory: id } = useParams({ strict: false }) as { advisory: string }
  const answer = useAnswer<AdvisoryOf>(`/advisories/${encodeURIComponent(id)}`, { at: useAt() })
  const isLost = answer.error?.status === 404
  const { data: searched } = useAnswer<Answer<'SearchResult'>>(isLost ? '/search' : null, { q: id })
  if (isLost && searched?.unheld != null) {
    return (
      <Page place={t('nav.advisories')} question={t('advisory.question')} asOf={searched.asOf}>
        <Unheld of={searched.unheld} />
      </Page>
    )
  }
  return (
    <AnsweredPage answer={answer} place={t('nav.advisories')} question={t('advisory.question')}>
      {(of) => <Shown of={of} />}
    </AnsweredPage>
  )
}

/** Nobody has it is an all clear only where everybody's picture is whole. */
function NotHere() {
  const { data } = useAnswer<Answer<'Overview'>>('/overview', { at: useAt() })
  if (data === undefined) return null
  const { incompleteProjects, unmatched } = data
  const isWhole = incompleteProjects === 0 && unmatched === 0
  return (
    <Notice tone={isWhole ? 'pass' : 'medium'} icon={isWhole ? 'check' : 'question'}>
      {t('advisory.not-here')} {isWhole ? null : t('home.unknowns', { projects: incompleteProjects, components: unmatched })}
    </Notice>
  )
}

function Shown({ of }: { readonly of: AdvisoryOf }) {
  const { vulnerability, projects, versions } = of
  const [deciding, setDeciding] = useState(false)
  const may = useMay('triage:write')
  const at = useAt()
  return (
    <Page
      place={vulnerability.shown}
      question={t('advisory.question')}
      figure={{ value: formatNumber(projects), of: t('advisory.figure', { count: projects, versions }) }}
      asOf={of.asOf}
      data={{ path: `/advisories/${encodeURIComponent(vulnerability.shown)}/affected`, query: { at } }}
      tools={
        <>
          <Go to={`/graph?kind=vulnerability&ids=${vulnerability.id}`}>{t('nav.graph')}</Go>
          {may ? <Button onClick={() => setDeciding(true)}>{t('advisory.decide')}</Button> : null}
        </>
      }
    >
      <div className="stack wide">
        <p className="row">
          <SeverityMark severity={vulnerability.severity} />
          {vulnerability.kind === 'malware' ? (
            <Mark tone="malware" icon="malware">
              {t('severity.malware')}
            </Mark>
          ) : null}
          {vulnerability.kev === null ? null : <ExploitedMark />}
          <Mark tone="low" icon="live">
            {t('advisory.live')}
          </Mark>
        </p>
        {vulnerability.withdrawn ? (
          <Notice tone="none" icon="minus">
            {t('advisory.withdrawn')}
          </Notice>
        ) : null}
        {projects === 0 ? <NotHere /> : null}
        <Affected of={of} />
        <div className="grid">
          <About of={of} />
          <Ranges of={of} />
        </div>
        <div className="grid">
          <Card title={t('advisory.records')}>
            <ul className="list">
              {of.records.map((record) => (
                <li key={`${record.source} ${record.id}`} className="row">
                  <span className="mono">{record.id}</span>
                  <span className="small quiet">{record.source}</span>
                  {record.private ? (
                    <Mark tone="medium" icon="key">
                      {t('advisory.private')}
                    </Mark>
                  ) : null}
                  {record.withdrawn === null ? null : <span className="small">{t('mark.withdrawn')}</span>}
                </li>
              ))}
            </ul>
          </Card>
          <Card title={t('advisory.changes')}>
            <ul className="list">
              {of.changes.map(({ at, kind, text }, index) => (
                <li key={index} className="row">
                  <ChangeKind kind={kind} />
                  <span className="wrap grow">{text}</span>
                  <span className="small quiet">
                    <Ago time={at} />
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
      {deciding ? <TriageDialog subject={{ vulnerability }} close={() => setDeciding(false)} /> : null}
    </Page>
  )
}

function About({ of: { vulnerability, details, cwes, references, ratings } }: { readonly of: AdvisoryOf }) {
  const { kev } = vulnerability
  return (
    <Card title={t('advisory.about')}>
      <div className="stack">
        <p className="strong wrap">{vulnerability.summary}</p>
        <dl className="facts">
          <dt>{t('advisory.names')}</dt>
          <dd className="mono">
            {[vulnerability.shown, ...vulnerability.aliases.filter((alias) => alias !== vulnerability.shown)].join(', ')}
          </dd>
          {ratings.map(({ version, vector, score }) => (
            <div key={vector} className="pair">
              <dt>CVSS {version}</dt>
              <dd>
                {score === null ? '' : formatNumber(score, 1)} <span className="mono small">{vector}</span>
              </dd>
            </div>
          ))}
          <dt>EPSS</dt>
          <dd>{vulnerability.epss === null ? t('severity.unknown') : t('mark.epss', { share: formatPercent(vulnerability.epss) })}</dd>
          {kev === null ? null : (
            <>
              <dt>{t('mark.exploited')}</dt>
              <dd>{t('advisory.kev', { added: formatDay(kev.added), due: formatDay(kev.due) })}</dd>
            </>
          )}
          <dt>CWE</dt>
          <dd>{cwes.length === 0 ? t('value.none') : cwes.join(', ')}</dd>
          <dt>{t('column.published')}</dt>
          <dd>{vulnerability.published === null ? t('severity.unknown') : <Day time={vulnerability.published} />}</dd>
        </dl>
        {details === '' ? null : (
          <details>
            <summary>{t('advisory.details')}</summary>
            <p className="prose small">{details}</p>
          </details>
        )}
        {references.length === 0 ? null : (
          <details>
            <summary>{t('advisory.references', { count: references.length })}</summary>
            <ul className="small">
              {references.map((reference) => (
                <li key={reference}>
                  <Outside href={reference} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  )
}

function Ranges({ of: { packages } }: { readonly of: AdvisoryOf }) {
  return (
    <Card title={t('advisory.packages')}>
      <ul className="list">
        {packages.map(({ ecosystem, name, ranges, fixedVersions }, index) => (
          <li key={index} className="stack tight">
            <span className="row">
              <Icon name="component" size={15} />
              <span className="strong wrap">{name}</span> <span className="small quiet">{ecosystem}</span>
            </span>
            <span className="small mono wrap">{ranges.join(' · ')}</span>
            <span className="small">
              {fixedVersions.length === 0 ? t('value.no-fix') : t('findings.fix', { versions: fixedVersions.join(', ') })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

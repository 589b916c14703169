import { Button } from '@mantine/core'
import { send } from '../../api/client.ts'
import type { Answer } from '../../api/contract.ts'
import { useSession } from '../../api/session.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { formatBytes, formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Card, Stat } from '../../parts/page.tsx'
import { Answered, Notice } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { Ago, Day } from '../../parts/time.tsx'

const OLD_DAYS = 7

/** How the server fares: data, its age, queues, backup, and what a power cut may take. */
export function System() {
  const { data: session } = useSession()
  const answer = useAnswer<Answer<'System'>>('/system')
  return (
    <Answered answer={answer}>
      {(system) => (
        <div className="stack wide">
          {system.index.kind !== 'full' || (system.index.ageDays ?? 0) > OLD_DAYS ? (
            <Notice tone="medium" icon="clock">
              {t(`system.index-${system.index.kind}`)}{' '}
              {system.index.ageDays === null ? '' : t('system.index-age', { days: formatNumber(system.index.ageDays) })}
            </Notice>
          ) : null}
          {system.advice === '' ? null : (
            <Notice tone="high" icon="high">
              {t('system.full')} <span className="small wrap">{system.advice}</span>
            </Notice>
          )}
          <div className="grid small">
            <Stat
              label={t('portfolio.projects')}
              value={formatNumber(system.projects)}
              note={t('system.memberships', { number: formatNumber(system.memberships) })}
            />
            <Stat label={t('system.database')} value={formatBytes(system.databaseBytes)} note={t(`system.${system.engine}`)} />
            <Stat
              label={t('system.records')}
              value={formatNumber(system.index.records)}
              note={system.index.modified === '' ? undefined : <Day time={system.index.modified} />}
            />
            <Stat label={t('system.backup')} value={system.backup.last === null ? t('value.never') : <Ago time={system.backup.last} />} />
          </div>
          <Card title={t('system.durability')}>
            <p className="wrap">{t(`durability.${session?.demo ? 'memory' : system.engine}`)}</p>
          </Card>
          <Card title={t('system.queues')}>
            <div className="table-frame">
              <table className="data">
                <thead>
                  <tr>
                    <th scope="col">{t('column.name')}</th>
                    <th scope="col" className="number">
                      {t('upload.queued')}
                    </th>
                    <th scope="col" className="number">
                      {t('upload.running')}
                    </th>
                    <th scope="col" className="number">
                      {t('upload.failed')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {system.queues.map(({ name, waiting, running, failed }) => (
                    <tr key={name}>
                      <td className="mono">{name}</td>
                      <td className="number">{formatNumber(waiting)}</td>
                      <td className="number">{formatNumber(running)}</td>
                      <td className="number">{formatNumber(failed)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
          <FailedJobs />
          <p className="small quiet">
            cupel {system.version} · {t('system.schema', { version: system.schema })}
          </p>
        </div>
      )}
    </Answered>
  )
}

function FailedJobs() {
  const list = usePages<Answer<'FailedJob'>>('/system/failed-jobs')
  const retry = useChange((path: string) => send('POST', path), { stale: ['/system'] })
  return (
    <Card title={t('system.failed')}>
      <Table
        caption={t('system.failed')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'queue', name: t('system.queue'), cell: ({ queue }) => <span className="mono">{queue}</span> },
          { id: 'reason', name: t('column.reason'), cell: ({ reason }) => <span className="wrap">{reason}</span> },
          { id: 'attempts', name: t('webhooks.attempts'), number: true, cell: ({ attempts }) => attempts },
          { id: 'at', name: t('column.when'), cell: ({ at }) => <Ago time={at} /> },
          {
            id: 'act',
            name: t('column.action'),
            cell: ({ queue, id }) => (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => retry.mutate(`/system/failed-jobs/${encodeURIComponent(queue)}/${encodeURIComponent(id)}/retry`)}
              >
                {t('action.retry')}
                <span className="visually-hidden"> {queue}</span>
              </Button>
            ),
          },
        ]}
        empty={<p className="quiet">{t('value.none')}</p>}
      />
    </Card>
  )
}

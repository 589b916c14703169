import { Button } from '@mantine/core'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { eventText } from '../../parts/event-text.ts'
import { Page } from '../../parts/page.tsx'
import { Problem, ProjectLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Ago } from '../../parts/time.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { ChangeKind } from '../portfolio/changes.tsx'
import { Subscriptions } from './subscriptions.tsx'

/** What I asked to be told, and what I asked for. */
export function NotificationsView() {
  const [{ tab }] = useUrlState()
  const wishes = tab === 'subscriptions'
  const list = usePages<Answer<'Notification'>>('/notifications')
  const unread = list.rows.filter(({ read }) => read === null).length
  return (
    <Page
      plain
      place={t('nav.notifications')}
      question={wishes ? t('notifications.question-wishes') : t('notifications.question')}
      figure={
        list.total === null
          ? undefined
          : { value: `${formatNumber(unread)}${list.hasMore ? '+' : ''}`, of: t('notifications.figure', { count: unread }) }
      }
      asOf={list.asOf}
      data={{ path: wishes ? '/subscriptions' : '/notifications' }}
    >
      <Tabs
        label={t('nav.notifications')}
        tabs={[
          { to: '/notifications', name: t('notifications.tab-news'), here: !wishes },
          { to: '/notifications?tab=subscriptions', name: t('notifications.tab-wishes'), here: wishes },
        ]}
      />
      {wishes ? <Subscriptions /> : <News list={list} />}
    </Page>
  )
}

function News({ list }: { readonly list: ReturnType<typeof usePages<Answer<'Notification'>>> }) {
  const read = useChange((ids: readonly number[]) => send('POST', '/notifications/read', { body: { ids } }), { stale: ['/notifications'] })
  const unread = list.rows.filter((row) => row.read === null).map(({ id }) => id)
  return (
    <>
      <div className="table-tools">
        <Button variant="light" disabled={unread.length === 0} loading={read.isPending} onClick={() => read.mutate(unread)}>
          {t('notifications.read-all')}
        </Button>
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('notifications.tab-news')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'what',
            name: t('column.what'),
            cell: (row) => (
              <span className="stack tight">
                <span>
                  <ChangeKind kind={row.kind} />
                </span>
                <span className={row.read === null ? 'strong wrap' : 'wrap'}>
                  {row.read === null ? <span className="visually-hidden">{t('notifications.unread')} </span> : null}
                  {eventText(row.text)}
                </span>
                {row.vulnerability === null ? null : <Problem of={row.vulnerability} />}
              </span>
            ),
          },
          {
            id: 'project',
            name: t('column.project'),
            cell: ({ project }) => (project === null ? null : <ProjectLink project={project} />),
          },
          { id: 'at', name: t('column.when'), cell: ({ at }) => <Ago time={at} /> },
        ]}
        empty={
          <Empty
            icon="bell"
            title={t('notifications.empty')}
            action={<Go to="/notifications?tab=subscriptions">{t('notifications.subscribe')}</Go>}
          >
            {t('notifications.empty-text')}
          </Empty>
        }
      />
    </>
  )
}

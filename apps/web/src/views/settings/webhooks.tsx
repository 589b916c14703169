import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { EVENT_KINDS } from '../../api/event-kinds.ts'
import { usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure, QuickForm, RemoveButton } from '../../parts/quick-form.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { kindName } from '../notifications/kinds.tsx'
import { Secret } from './secret.tsx'

type Hook = Answer<'Webhook'>
interface Probe {
  readonly reached: boolean
  readonly status: number | null
  readonly reason: string
}
type Created = Answer<'WebhookCreated'>

/** Who else is told, and whether it arrives. */
export function Webhooks() {
  const list = usePages<Hook>('/webhooks')
  const [made, setMade] = useState<Created | null>(null)
  const [looking, setLooking] = useState<Hook | null>(null)
  return (
    <div className="stack wide">
      {made === null ? null : <Secret title={t('webhooks.made')} value={made.secret} />}
      <Table
        caption={t('settings.tab-webhooks')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'url', name: t('webhooks.url'), cell: ({ url }) => <span className="mono wrap">{url}</span> },
          {
            id: 'kinds',
            name: t('subscriptions.kinds'),
            cell: ({ kinds }) => <span className="small">{kinds.map(kindName).join(', ')}</span>,
          },
          { id: 'state', name: t('column.state'), cell: (hook) => <HookState hook={hook} /> },
          {
            id: 'act',
            name: t('column.action'),
            cell: (hook) => (
              <span className="row">
                <Button size="compact-sm" variant="light" onClick={() => setLooking(hook)}>
                  {t('webhooks.deliveries')}
                  <span className="visually-hidden"> {hook.url}</span>
                </Button>
                <RemoveButton path={`/webhooks/${hook.id}`} of={hook.url} stale={['/webhooks']} />
              </span>
            ),
          },
        ]}
        empty={
          <Empty icon="link" title={t('webhooks.empty')}>
            {t('webhooks.empty-text')}
          </Empty>
        }
      />
      <Card title={t('webhooks.add')}>
        <QuickForm<Created>
          action={t('action.add')}
          stale={['/webhooks']}
          done={setMade}
          fields={[
            { name: 'url', label: t('webhooks.url'), kind: 'url', required: true },
            { name: 'condition', label: t('trusts.condition'), help: t('webhooks.condition-help') },
            {
              name: 'kinds',
              label: t('subscriptions.kinds'),
              kind: 'many',
              required: true,
              initial: 'finding.opened',
              choices: EVENT_KINDS.map((value) => ({ value, label: kindName(value) })),
            },
          ]}
          submit={({ url, condition, kinds = '' }) =>
            send<Created>('POST', '/webhooks', { body: { url, condition, kinds: kinds.split(','), enabled: true } })
          }
        />
      </Card>
      {looking === null ? null : <Deliveries hook={looking} close={() => setLooking(null)} />}
    </div>
  )
}

function HookState({ hook: { enabled, failing, lastStatus } }: { readonly hook: Hook }) {
  if (!enabled)
    return (
      <Mark tone="none" icon="minus">
        {t('webhooks.off')}
      </Mark>
    )
  if (failing)
    return (
      <Mark tone="critical" icon="cross">
        {t('webhooks.failing', { status: lastStatus ?? 0 })}
      </Mark>
    )
  return (
    <Mark tone="pass" icon="check">
      {t('webhooks.well')}
    </Mark>
  )
}

function Deliveries({ hook, close }: { readonly hook: Hook; readonly close: () => void }) {
  const list = usePages<Answer<'Delivery'>>(`/webhooks/${hook.id}/deliveries`)
  const probe = useChange(() => send<Probe>('POST', `/webhooks/${hook.id}/test`), { stale: [`/webhooks/${hook.id}`] })
  return (
    <Dialog title={t('webhooks.deliveries')} close={close} className="wide">
      <div className="row">
        <Button variant="light" loading={probe.isPending} onClick={() => probe.mutate(undefined)}>
          {t('webhooks.test')}
        </Button>
        <span role="status" className="wrap">
          {probe.data === undefined
            ? ''
            : probe.data.reached
              ? t('webhooks.test-arrived', { status: probe.data.status ?? 0 })
              : probe.data.reason}
        </span>
      </div>
      <Failure error={probe.error} />
      <Table
        caption={t('webhooks.deliveries')}
        list={list}
        rowKey={({ outbox }) => outbox}
        columns={[
          { id: 'at', name: t('column.when'), cell: ({ at }) => <Ago time={at} /> },
          { id: 'state', name: t('column.state'), cell: ({ state, status }) => `${state}${status === null ? '' : ` (${status})`}` },
          { id: 'attempts', name: t('webhooks.attempts'), number: true, cell: ({ attempts }) => attempts },
          { id: 'reason', name: t('column.reason'), cell: ({ reason }) => <span className="wrap">{reason}</span> },
        ]}
        empty={<p className="quiet">{t('value.none')}</p>}
      />
    </Dialog>
  )
}

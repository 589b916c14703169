import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { ProjectPicker } from '../../parts/project-picker.tsx'
import { PackageLink, ProjectLink } from '../../parts/refs.tsx'
import { SeverityMark } from '../../parts/mark.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { KindChoice, kindName } from './kinds.tsx'

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const

/** What to be told about, from which severity on, for which project. */
export function Subscriptions() {
  const list = usePages<Answer<'Subscription'>>('/subscriptions')
  const end = useChange((id: number) => send('DELETE', `/subscriptions/${id}`), { stale: ['/subscriptions'] })
  return (
    <div className="stack wide">
      <Card title={t('subscriptions.add')}>
        <SubscriptionForm />
      </Card>
      <Table
        caption={t('notifications.tab-wishes')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'kinds', name: t('subscriptions.kinds'), cell: ({ kinds }) => kinds.map(kindName).join(', ') },
          { id: 'severity', name: t('subscriptions.from'), cell: ({ minSeverity }) => <SeverityMark severity={minSeverity} /> },
          {
            id: 'project',
            name: t('column.project'),
            cell: ({ project }) => (project === null ? t('exceptions.everywhere') : <ProjectLink project={project} />),
          },
          {
            id: 'package',
            name: t('column.package'),
            cell: ({ package: of }) => (of === null ? t('subscriptions.any-package') : <PackageLink of={of} />),
          },
          { id: 'created', name: t('column.created'), cell: ({ created }) => <Ago time={created} /> },
          {
            id: 'act',
            name: t('column.action'),
            cell: ({ id }) => (
              <Button size="compact-sm" variant="default" onClick={() => end.mutate(id)}>
                {t('action.remove')}
              </Button>
            ),
          },
        ]}
        empty={<Empty icon="bell" title={t('subscriptions.empty')} />}
      />
    </div>
  )
}

function SubscriptionForm() {
  const [kinds, setKinds] = useState<readonly string[]>(['finding.opened', 'vulnerability.exploited'])
  const [severity, setSeverity] = useState('high')
  const [project, setProject] = useState('')
  const [{ package: asked = '' }, change] = useUrlState()
  const { data: about } = useAnswer<Answer<'PackageDetail'>>(asked === '' ? null : `/components/${encodeURIComponent(asked)}`)
  const add = useChange((input: Answer<'SubscriptionInput'>) => send('POST', '/subscriptions', { body: input }), {
    stale: ['/subscriptions'],
    done: () => change({ package: undefined }),
  })
  function submit(event: FormEvent): void {
    event.preventDefault()
    add.mutate({
      kinds: [...kinds],
      minSeverity: severity as (typeof SEVERITIES)[number],
      ...(project === '' ? {} : { project: Number(project) }),
      ...(about === undefined ? {} : { package: about.package.id }),
    })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <KindChoice kinds={kinds} choose={setKinds} />
      <div className="grid small">
        <NativeSelect
          label={t('subscriptions.from')}
          value={severity}
          onChange={(event) => setSeverity(event.currentTarget.value)}
          data={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
        <ProjectPicker label={t('column.project')} none={t('exceptions.everywhere')} value={project} choose={setProject} />
      </div>
      {about === undefined ? null : (
        <p className="row">
          {t('column.package')}: <PackageLink of={about.package} />
          <Button size="compact-sm" variant="default" onClick={() => change({ package: undefined })}>
            {t('subscriptions.any-package')}
          </Button>
        </p>
      )}
      <Failure error={add.error} />
      <div className="row end">
        <Button type="submit" disabled={kinds.length === 0 || (asked !== '' && about === undefined)} loading={add.isPending}>
          {t('notifications.subscribe')}
        </Button>
      </div>
    </form>
  )
}

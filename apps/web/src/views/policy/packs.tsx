import { Button, Switch } from '@mantine/core'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { SeverityMark } from '../../parts/mark.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { PackForm } from './pack-form.tsx'

type Pack = Answer<'PolicyPackRow'>

/** The packs in force, and those that come along and are not. */
export function Packs() {
  const list = usePages<Pack>('/policies')
  const shipped = useAnswer<Answer<'ShippedPackList'>>('/policies/shipped')
  const may = useMay('policy:write')
  const install = useChange((input: Answer<'PolicyPackInput'>) => send('POST', '/policies', { body: input }))
  const change = useChange(({ id, enabled }: { id: number; enabled: boolean }) => send('PATCH', `/policies/${id}`, { body: { enabled } }))
  const error = install.error ?? change.error
  return (
    <div className="stack wide">
      <Failure error={error} />
      {!list.loading && list.rows.length === 0 ? (
        <Empty icon="policy" title={t('policy.empty')}>
          {t('project.no-policy-text')}
        </Empty>
      ) : null}
      {list.rows.map((pack) => (
        <Card key={pack.id} title={pack.title} aside={`${pack.pack} ${pack.version} · ${pack.origin} · ${pack.organisation}`}>
          <div className="stack">
            <Switch
              checked={pack.enabled}
              disabled={!may || change.isPending}
              label={t('policy.enabled')}
              onChange={(event) => change.mutate({ id: pack.id, enabled: event.currentTarget.checked })}
            />
            <details>
              <summary>{t('policy.rules', { count: pack.rules.length })}</summary>
              <ul className="list">
                {pack.rules.map(({ id, title, severity, mappings }) => (
                  <li key={id} className="stack tight">
                    <span className="row">
                      <SeverityMark severity={severity} />
                      <span className="wrap">{title}</span>
                      <span className="mono small quiet">{id}</span>
                    </span>
                    {mappings.length === 0 ? null : <span className="small quiet">{mappings.join(' · ')}</span>}
                  </li>
                ))}
              </ul>
            </details>
            <p className="small mono quiet wrap">{pack.digest}</p>
          </div>
        </Card>
      ))}
      <Card title={t('policy.shipped')}>
        <Answered answer={shipped} lines={3}>
          {({ items }) => (
            <ul className="list">
              {items.map(({ id, title, version, rules, installed }) => (
                <li key={id} className="row between">
                  <span>
                    <span className="strong">{title}</span> <span className="small quiet">{version}</span>
                    <br />
                    <span className="small quiet">{t('policy.rules', { count: rules })}</span>
                  </span>
                  {installed ? (
                    <span className="quiet">{t('policy.installed')}</span>
                  ) : (
                    <Button
                      size="compact-sm"
                      variant="light"
                      disabled={!may}
                      loading={install.isPending}
                      onClick={() => install.mutate({ shipped: id, enabled: true })}
                    >
                      {t('policy.install')}
                      <span className="visually-hidden"> {title}</span>
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Answered>
      </Card>
      {may ? (
        <Card title={t('policy.own')}>
          <PackForm />
        </Card>
      ) : null}
    </div>
  )
}

import { NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useMay, useSession } from '../../api/session.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import { apiUrl } from '../../api/client.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Card, Stat } from '../../parts/page.tsx'
import { RemoveButton } from '../../parts/quick-form.tsx'
import { Answered, Empty, Notice } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { TrustDraft } from './trust-draft.tsx'

type Policy = Answer<'TrustPolicy'>
const LOOK_AGAIN_MS = 3000

/** Whose word counts for what is handed in: the policy in force, what it comes to, what another would change, and what was before. */
export function TrustPolicy() {
  const { data: session } = useSession()
  const organisations = session?.organisations ?? []
  const [chosen, setChosen] = useState('')
  const organisation = chosen === '' ? (organisations[0]?.slug ?? '') : chosen
  const answer = useAnswer<Policy>(organisation === '' ? null : '/trust-policy', { organisation })
  const { refetch } = answer
  const waits = (answer.data?.attestations.waiting ?? 0) > 0
  // Verifying again is no news, so that no event tells of it.
  useEffect(() => {
    if (!waits) return undefined
    const timer = setInterval(() => void refetch(), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [waits, refetch])
  if (session !== undefined && organisation === '') return <Empty icon="key" title={t('trust-policy.empty')} />
  return (
    <div className="stack wide">
      <p className="quiet">{t('trust-policy.text')}</p>
      {organisations.length < 2 ? null : (
        <NativeSelect
          label={t('people.organisation')}
          value={organisation}
          data={organisations.map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      <Answered answer={answer}>{(policy) => <Present key={organisation} policy={policy} />}</Answered>
      <History organisation={organisation} />
    </div>
  )
}

function Present({ policy }: { readonly policy: Policy }) {
  const may = useMay('policy:write')
  const { attestations, organisation, version } = policy
  return (
    <div className="stack wide">
      <div className="grid small">
        <Stat label={t('provenance.verified')} value={formatNumber(attestations.verified)} />
        <Stat label={t('provenance.refused')} value={formatNumber(attestations.refused)} />
        <Stat
          label={t('provenance.unverified')}
          value={formatNumber(attestations.unverified)}
          note={attestations.waiting === 0 ? undefined : t('trust-policy.waiting', { count: attestations.waiting })}
        />
      </div>
      {policy.text === null ? (
        <Notice tone="medium" icon="question">
          {t('trust-policy.nobody')}
        </Notice>
      ) : null}
      {may ? <TrustDraft policy={policy} /> : <Reading text={policy.text} />}
      {may && policy.text !== null ? (
        <div className="row end">
          <RemoveButton
            path="/trust-policy"
            query={{ organisation }}
            ifMatch={version}
            of={t('settings.tab-trust-policy')}
            label={t('trust-policy.remove')}
            stale={['/trust-polic', '/projects', '/overview']}
          />
        </div>
      ) : null}
    </div>
  )
}

function Reading({ text }: { readonly text: string | null }) {
  if (text === null) return null
  return (
    <Card title={t('settings.tab-trust-policy')}>
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
    </Card>
  )
}

function History({ organisation }: { readonly organisation: string }) {
  const list = usePages<Answer<'TrustPolicyVersion'>>(organisation === '' ? null : '/trust-policies', { organisation })
  return (
    <section className="stack">
      <h2>{t('trust-policy.history')}</h2>
      <Table
        caption={t('trust-policy.history')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'version', name: t('column.version'), number: true, cell: ({ version }) => formatNumber(version) },
          {
            id: 'text',
            name: t('trust-policy.body'),
            cell: ({ id, removed, version }) =>
              removed ? (
                t('trust-policy.removed')
              ) : (
                <a href={apiUrl(`/trust-policies/${id}/text`)} download="">
                  {t('trust-policy.download', { version })}
                </a>
              ),
          },
          { id: 'by', name: t('column.actor'), cell: ({ by }) => by },
          { id: 'since', name: t('trust-policy.since'), cell: ({ since }) => <Ago time={since} /> },
          {
            id: 'until',
            name: t('trust-policy.until'),
            cell: ({ until }) => (until === null ? t('trust-policy.present') : <Ago time={until} />),
          },
        ]}
        empty={
          <Empty icon="key" title={t('trust-policy.empty')}>
            {t('trust-policy.empty-text')}
          </Empty>
        }
      />
    </section>
  )
}

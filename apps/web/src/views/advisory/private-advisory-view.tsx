import { useNavigate } from '@tanstack/react-router'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useMay, useSession } from '../../api/session.ts'
import { t } from '../../language/translate.ts'
import { Card, Page } from '../../parts/page.tsx'
import { QuickForm } from '../../parts/quick-form.tsx'
import type { Field } from '../../parts/quick-form.tsx'
import { Empty } from '../../parts/states.tsx'
import { privateRecord } from './private-record.ts'
import type { PrivateFields } from './private-record.ts'

type Posted = Answer<'AdvisoryDetail'>
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
/** Names of OSV; any other may be in a record of one's own. */
const ECOSYSTEMS = ['npm', 'PyPI', 'Maven', 'Go', 'crates.io', 'NuGet', 'RubyGems', 'Packagist', 'Hex', 'Pub', 'SwiftURL'] as const

/** A problem that only this organisation knows of: said here, it is looked for in every project at once. */
export function PrivateAdvisoryView() {
  const may = useMay('triage:write')
  return (
    <Page place={t('private.place')} question={t('private.question')}>
      {may ? <Forms /> : <Empty icon="key" title={t('problem.forbidden')} />}
    </Page>
  )
}

function Forms() {
  const { data: session } = useSession()
  const navigate = useNavigate()
  const organisations = session?.organisations ?? []
  const holder: readonly Field[] =
    organisations.length < 2
      ? []
      : [
          {
            name: 'organisation',
            label: t('private.organisation'),
            kind: 'choice',
            initial: organisations[0]?.slug ?? '',
            choices: organisations.map(({ slug, name }) => ({ value: slug, label: name })),
          },
        ]
  const post = (record: unknown, organisation: string | undefined) =>
    send<Posted>('POST', '/advisories', { body: { record, ...(organisation === undefined ? {} : { organisation }) } })
  const done = ({ vulnerability }: Posted) => void navigate({ to: `/advisories/${encodeURIComponent(vulnerability.shown)}` })
  return (
    <div className="stack wide">
      <p className="quiet">{t('private.text')}</p>
      <Card title={t('private.form')}>
        <QuickForm<Posted>
          key={organisations.length}
          action={t('private.post')}
          stale={['/']}
          done={done}
          fields={[...holder, ...fields()]}
          submit={({ organisation, ...values }) => post(privateRecord(values as unknown as PrivateFields, new Date()), organisation)}
        />
      </Card>
      <Card title={t('private.own')}>
        <QuickForm<Posted>
          key={organisations.length}
          action={t('private.post-own')}
          stale={['/']}
          done={done}
          fields={[...holder, { name: 'record', label: t('private.record'), help: t('private.record-help'), kind: 'long', required: true }]}
          submit={async ({ organisation, record = '' }) => post(parsed(record), organisation)}
        />
      </Card>
    </div>
  )
}

function fields(): readonly Field[] {
  return [
    { name: 'id', label: t('private.id'), help: t('private.id-help'), required: true },
    { name: 'summary', label: t('private.summary'), required: true },
    {
      name: 'ecosystem',
      label: t('private.ecosystem'),
      kind: 'choice',
      initial: ECOSYSTEMS[0],
      choices: ECOSYSTEMS.map((value) => ({ value, label: value })),
    },
    { name: 'name', label: t('private.name'), help: t('private.name-help'), required: true },
    { name: 'introduced', label: t('private.introduced'), help: t('private.introduced-help') },
    { name: 'fixed', label: t('private.fixed'), help: t('private.fixed-help') },
    {
      name: 'severity',
      label: t('filter.severity'),
      kind: 'choice',
      choices: [{ value: '', label: t('severity.unknown') }, ...SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))],
    },
    {
      name: 'state',
      label: t('column.state'),
      help: t('private.state-help'),
      kind: 'choice',
      initial: 'published',
      choices: [
        { value: 'published', label: t('private.holds') },
        { value: 'withdrawn', label: t('mark.withdrawn') },
      ],
    },
    { name: 'details', label: t('private.details'), kind: 'long' },
  ]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiProblem(400, 'invalid', t('private.no-json'))
  }
}

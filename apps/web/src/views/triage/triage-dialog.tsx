import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Waiting } from '../../parts/states.tsx'
import { Earlier } from './earlier.tsx'
import { JUSTIFICATIONS, TRIAGE_STATUSES, coverOf, earlierFor } from './triage-subject.ts'
import type { Cover, TriageOf, TriageStatus, TriageSubject } from './triage-subject.ts'

type TriageInput = Answer<'TriageInput'>

interface DialogProps {
  readonly subject: TriageSubject
  readonly status?: TriageStatus | undefined
  readonly close: () => void
}

/** Decides about a problem: the decision is a VEX statement, kept with who, why and until when. */
export function TriageDialog({ subject, status, close }: DialogProps) {
  const query = { vulnerability: subject.vulnerability.id, ...(subject.project === undefined ? {} : { project: subject.project.id }) }
  const { data, refetch } = useAnswer<Answer<'TriagePage'>>('/triage', query)
  return (
    <Dialog title={t('triage.title', { name: subject.vulnerability.shown })} close={close}>
      {data === undefined ? (
        <Waiting lines={4} />
      ) : (
        <TriageForm subject={subject} status={status} close={close} known={data.items} reread={() => void refetch()} />
      )}
    </Dialog>
  )
}

function TriageForm({
  subject,
  status,
  close,
  known,
  reread,
}: DialogProps & { readonly known: readonly TriageOf[]; readonly reread: () => void }) {
  const [cover, setCover] = useState<Cover>(subject.version === undefined ? 'problem' : 'version')
  const [everywhere, setEverywhere] = useState(subject.project === undefined)
  const earlier = earlierFor(known, subject, cover, everywhere)
  const [decision, setDecision] = useState<TriageStatus>(status ?? (earlier?.status as TriageStatus | undefined) ?? 'under-investigation')
  const [justification, setJustification] = useState(earlier?.justification ?? '')
  const [statement, setStatement] = useState(earlier?.statement ?? '')
  const [expires, setExpires] = useState(earlier?.expires?.slice(0, 10) ?? '')
  const decide = useChange((input: TriageInput) => send('PUT', '/triage', { body: input, ifMatch: earlier?.version }), { done: close })
  const wanting = decision === 'not-affected' && justification === '' && statement.trim() === ''
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (wanting) return
    decide.mutate({
      ...coverOf(subject, cover, everywhere),
      status: decision,
      justification: decision === 'not-affected' ? justification : '',
      statement: statement.trim(),
      expires: expires === '' ? null : new Date(`${expires}T23:59:59`).toISOString(),
    } as TriageInput)
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p className="wrap">{subject.vulnerability.summary}</p>
      {earlier === undefined ? null : <Earlier of={earlier} />}
      <div className="grid small">
        <NativeSelect
          label={t('triage.status')}
          value={decision}
          data-autofocus=""
          onChange={(event) => setDecision(event.currentTarget.value as TriageStatus)}
          data={TRIAGE_STATUSES.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
        <NativeSelect
          label={t('triage.covers')}
          value={cover}
          onChange={(event) => setCover(event.currentTarget.value as Cover)}
          data={[
            ...(subject.version === undefined
              ? []
              : [{ value: 'version', label: t('triage.covers-version', { version: subject.version.version }) }]),
            ...(subject.package === undefined
              ? []
              : [{ value: 'package', label: t('triage.covers-package', { name: subject.package.name }) }]),
            { value: 'problem', label: t('triage.covers-problem') },
          ]}
        />
        <NativeSelect
          label={t('triage.where')}
          value={everywhere ? 'everywhere' : 'here'}
          onChange={(event) => setEverywhere(event.currentTarget.value === 'everywhere')}
          data={[
            ...(subject.project === undefined ? [] : [{ value: 'here', label: t('triage.where-here', { name: subject.project.name }) }]),
            { value: 'everywhere', label: t('triage.where-everywhere') },
          ]}
        />
      </div>
      {decision === 'not-affected' ? (
        <NativeSelect
          label={t('triage.justification')}
          description={t('triage.justification-help')}
          value={justification}
          onChange={(event) => setJustification(event.currentTarget.value)}
          data={[
            { value: '', label: t('triage.justification-none') },
            ...JUSTIFICATIONS.map((value) => ({ value, label: t(`justification.${value}`) })),
          ]}
        />
      ) : null}
      <Textarea
        label={t('triage.statement')}
        description={t('triage.statement-help')}
        rows={3}
        maxLength={10_000}
        value={statement}
        onChange={(event) => setStatement(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('triage.expires')}
        description={t('triage.expires-help')}
        value={expires}
        onChange={(event) => setExpires(event.currentTarget.value)}
      />
      {wanting ? <p className="small quiet">{t('triage.wanting')}</p> : null}
      <Failure error={decide.error}>
        {decide.error?.status === 412 ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              decide.reset()
              reread()
            }}
          >
            {t('triage.reread')}
          </Button>
        ) : null}
      </Failure>
      <div className="row end">
        <Button variant="default" onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={decide.isPending} disabled={wanting}>
          {t('triage.decide')}
        </Button>
      </div>
    </form>
  )
}

import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ProjectPicker } from '../../parts/project-picker.tsx'
import { Failure } from '../../parts/quick-form.tsx'

type Input = Answer<'PolicyExceptionInput'>
const MOST_DAYS = 365

/** An exception always has an owner, a reason and an end. */
export function ExceptionDialog({ close }: { readonly close: () => void }) {
  const packs = usePages<Answer<'PolicyPackRow'>>('/policies')
  const { data: session } = useSession()
  const [rule, setRule] = useState('')
  const [project, setProject] = useState('')
  const [owner, setOwner] = useState(session?.account?.name ?? '')
  const [reason, setReason] = useState('')
  const [expires, setExpires] = useState('')
  const add = useChange((input: Input) => send('POST', '/policy-exceptions', { body: input }), { done: close })
  const rules = packs.rows.flatMap(({ pack, rules: of }) =>
    of.map(({ id, title }) => ({ value: `${pack} ${id}`, label: `${title} (${pack})` })),
  )
  function submit(event: FormEvent): void {
    event.preventDefault()
    const [pack = '', id = ''] = rule.split(' ')
    add.mutate({
      pack,
      rule: id,
      project: project === '' ? null : Number(project),
      owner,
      reason,
      expires: new Date(`${expires}T23:59:59`).toISOString(),
    })
  }
  const today = Date.now()
  return (
    <Dialog title={t('exceptions.add')} close={close}>
      <form className="stack" onSubmit={submit}>
        <NativeSelect
          label={t('column.rule')}
          required
          value={rule}
          onChange={(event) => setRule(event.currentTarget.value)}
          data={[{ value: '', label: t('exceptions.choose') }, ...rules]}
        />
        <ProjectPicker label={t('column.project')} none={t('exceptions.everywhere')} value={project} choose={setProject} />
        <TextInput
          label={t('column.owner')}
          required
          maxLength={200}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <Textarea
          label={t('column.reason')}
          required
          rows={3}
          maxLength={10_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('column.expires')}
          required
          min={new Date(today).toISOString().slice(0, 10)}
          max={new Date(today + MOST_DAYS * 86_400_000).toISOString().slice(0, 10)}
          value={expires}
          onChange={(event) => setExpires(event.currentTarget.value)}
        />
        <Failure error={add.error} />
        <div className="row end">
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={rule === '' || reason.trim() === '' || expires === ''}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

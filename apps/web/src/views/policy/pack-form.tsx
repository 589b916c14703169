import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { send } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Failure } from '../../parts/quick-form.tsx'

/** A pack of one's own, as YAML; the server checks it before it counts. */
export function PackForm() {
  const [body, setBody] = useState('')
  const add = useChange((text: string) => send('POST', '/policies', { body: { body: text, enabled: true } }), { done: () => setBody('') })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate(body)
      }}
    >
      <Textarea
        label={t('policy.body')}
        description={t('policy.body-help')}
        rows={8}
        value={body}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <Failure error={add.error} />
      <div className="row end">
        <Button type="submit" disabled={body.trim() === ''} loading={add.isPending}>
          {t('policy.add-own')}
        </Button>
      </div>
    </form>
  )
}

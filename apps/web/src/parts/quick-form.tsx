import { Button, Checkbox, NativeSelect, TextInput, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { send } from '../api/client.ts'
import type { Query } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { problemText } from '../api/problem-text.ts'
import { useChange } from '../api/use-change.ts'
import { t } from '../language/translate.ts'
import { Notice } from './states.tsx'

export interface Field {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly kind?: 'text' | 'number' | 'url' | 'long' | 'many' | 'choice'
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly required?: boolean
  readonly initial?: string
  readonly pattern?: string
}

export interface QuickFormProps<Output> {
  readonly fields: readonly Field[]
  readonly submit: (values: Readonly<Record<string, string>>) => Promise<Output>
  readonly action: string
  /** Paths whose answers are stale after it. */
  readonly stale: readonly string[]
  readonly done?: (output: Output) => void
}

/** A short form: fields, one button, what went wrong. `many` gives its values joined by a comma. */
export function QuickForm<Output>({ fields, submit, action, stale, done }: QuickFormProps<Output>) {
  const initial = Object.fromEntries(fields.map(({ name, initial: value = '' }) => [name, value]))
  const [values, setValues] = useState<Record<string, string>>(initial)
  const change = useChange(submit, {
    stale,
    done: (output) => {
      setValues(initial)
      done?.(output)
    },
  })
  function take(event: FormEvent): void {
    event.preventDefault()
    change.mutate(values)
  }
  const set = (name: string, value: string) => setValues((old) => ({ ...old, [name]: value }))
  const missing = fields.some(({ name, required }) => required && (values[name] ?? '').trim() === '')
  return (
    <form className="stack" onSubmit={take}>
      <div className="grid">
        {fields.map((field) => (
          <FieldInput key={field.name} field={field} value={values[field.name] ?? ''} set={(value) => set(field.name, value)} />
        ))}
      </div>
      <Failure error={change.error} />
      <div className="row end">
        <Button type="submit" loading={change.isPending} disabled={missing}>
          {action}
        </Button>
      </div>
    </form>
  )
}

/** Why a change was refused, told at once. */
export function Failure({ error, children }: { readonly error: Error | null; readonly children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  // The button that was pressed may be off by now: who has the keyboard alone goes on from here.
  useEffect(() => box.current?.focus(), [error])
  if (error === null) return null
  return (
    <div role="alert" ref={box} tabIndex={-1}>
      <Notice tone="critical" icon="cross">
        {error.name === 'NotAllowedError' ? t('login.cancelled') : problemText(error)}{' '}
        {error instanceof ApiProblem && error.status === 401 ? (
          // Beside this page, so that what was written here is still there to be sent.
          <a href="/login" target="_blank" rel="noreferrer">
            {t('login.place')}
          </a>
        ) : null}
        {children}
      </Notice>
    </div>
  )
}

function FieldInput({
  field,
  value,
  set,
}: {
  readonly field: Field
  readonly value: string
  readonly set: (value: string) => void
}): ReactNode {
  const { label, help, kind = 'text', choices = [], required = false, pattern } = field
  const common = { label, description: help, required }
  if (kind === 'choice')
    return <NativeSelect {...common} value={value} data={[...choices]} onChange={(event) => set(event.currentTarget.value)} />
  if (kind === 'long')
    return <Textarea {...common} rows={3} value={value} spellCheck={false} onChange={(event) => set(event.currentTarget.value)} />
  if (kind === 'many') return <Many field={field} value={value} set={set} />
  return (
    <TextInput
      {...common}
      type={kind}
      {...(pattern === undefined ? {} : { pattern })}
      value={value}
      spellCheck={false}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}

function Many({ field, value, set }: { readonly field: Field; readonly value: string; readonly set: (value: string) => void }) {
  const chosen = value === '' ? [] : value.split(',')
  return (
    <fieldset className="many">
      <legend>{field.label}</legend>
      {field.help === undefined ? null : <p className="small quiet">{field.help}</p>}
      <div className="row wide">
        {(field.choices ?? []).map((choice) => (
          <Checkbox
            key={choice.value}
            label={choice.label}
            checked={chosen.includes(choice.value)}
            onChange={(event) =>
              set((event.currentTarget.checked ? [...chosen, choice.value] : chosen.filter((one) => one !== choice.value)).join(','))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

/** The button that takes something away, with the name of what for readers; it asks once more. */
export function RemoveButton({
  path,
  of,
  stale,
  label,
  query,
  ifMatch,
}: {
  readonly path: string
  readonly query?: Query
  /** The version that is taken away: another one stays. */
  readonly ifMatch?: number
  readonly of: string
  readonly stale: readonly string[]
  readonly label?: string
}) {
  const [sure, setSure] = useState(false)
  const remove = useChange(() => send('DELETE', path, { ...(query === undefined ? {} : { query }), ifMatch }), { stale })
  if (remove.error !== null) return <Failure error={remove.error} />
  return (
    <Button
      size="compact-sm"
      variant={sure ? 'filled' : 'default'}
      color={sure ? 'danger' : 'petrol'}
      loading={remove.isPending}
      onClick={() => (sure ? remove.mutate(undefined) : setSure(true))}
      onBlur={() => setSure(false)}
    >
      {sure ? t('action.sure') : (label ?? t('action.remove'))}
      <span className="visually-hidden"> {of}</span>
    </Button>
  )
}

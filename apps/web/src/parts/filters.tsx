import { NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { listOf, useUrlState } from '../shell/url-state.ts'

const TYPED_MS = 250

/** A filter by words: the address follows when the typing rests. */
export function TextFilter({ name, label, placeholder }: { name: string; label: string; placeholder?: string }) {
  const [values, change] = useUrlState()
  const kept = values[name] ?? ''
  const [text, setText] = useState(kept)
  useEffect(() => setText(kept), [kept])
  useEffect(() => {
    if (text === kept) return
    const timer = setTimeout(() => change({ [name]: text === '' ? undefined : text }), TYPED_MS)
    return () => clearTimeout(timer)
  }, [text, kept, name, change])
  return (
    <TextInput
      type="search"
      label={label}
      placeholder={placeholder ?? ''}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}

/** A filter by one of few. */
export function ChoiceFilter({
  name,
  label,
  choices,
}: {
  name: string
  label: string
  choices: readonly { value: string; label: string }[]
}) {
  const [values, change] = useUrlState()
  return (
    <NativeSelect
      label={label}
      data={[...choices]}
      value={values[name] ?? ''}
      onChange={(event) => change({ [name]: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
    />
  )
}

/** A filter by any of few: buttons that stay pressed. */
export function ManyFilter({
  name,
  label,
  choices,
}: {
  name: string
  label: string
  choices: readonly { value: string; label: string }[]
}) {
  const [values, change] = useUrlState()
  const chosen = listOf(values[name])
  function toggle(value: string): void {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
    change({ [name]: next.length === 0 ? undefined : next.join(',') })
  }
  return (
    <fieldset className="many">
      <legend>{label}</legend>
      {choices.map(({ value, label: text }) => (
        <button key={value} type="button" aria-pressed={chosen.includes(value)} onClick={() => toggle(value)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}

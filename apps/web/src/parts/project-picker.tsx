import { TextInput } from '@mantine/core'
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { Answer } from '../api/contract.ts'
import { problemText } from '../api/problem-text.ts'
import { useAnswer, usePages } from '../api/use-answer.ts'
import { t } from '../language/translate.ts'
import { Icon } from './icon.tsx'

const SHOWN = 20

interface Choice {
  /** Empty: none of them. */
  readonly id: string
  readonly name: string
  readonly detail: string
}

export interface ProjectPickerProps {
  readonly label: string
  readonly help?: string
  /** What no project means here: every one, or a new one. */
  readonly none: string
  /** Id of the chosen project; empty: none. */
  readonly value: string
  readonly choose: (id: string) => void
}

/** One of the projects, however many there are: found by a part of its name, asked from the server; arrows choose, Enter takes, Escape leaves it as it was. */
export function ProjectPicker({ label, help, none, value, choose }: ProjectPickerProps) {
  const [text, setText] = useState<string | null>(null)
  const [picked, setPicked] = useState<Choice | null>(null)
  const [at, setAt] = useState(0)
  const list = useId()
  const box = useRef<HTMLDivElement>(null)
  const query = useDeferredValue(text?.trim() ?? '')
  const open = text !== null
  const { rows, hasMore, loading, problem } = usePages<Answer<'ProjectRow'>>(open ? '/projects' : null, {
    q: query,
    sort: 'name',
    limit: SHOWN,
  })
  const known = value === '' ? none : picked?.id === value ? picked.name : null
  const { data: named } = useAnswer<Answer<'ProjectDetail'>>(known === null ? `/projects/${value}` : null)
  const choices: readonly Choice[] = [
    ...(query === '' ? [{ id: '', name: none, detail: '' }] : []),
    ...rows.map((row) => ({ id: String(row.id), name: row.name, detail: `${row.organisation}/${row.slug}` })),
  ]
  const chosen = Math.min(at, choices.length - 1)
  useEffect(() => {
    void box.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  function take(choice: Choice | undefined): void {
    if (choice === undefined) return
    setPicked(choice)
    setText(null)
    choose(choice.id)
  }
  function begin(): void {
    setText((old) => old ?? '')
    setAt(0)
  }
  function onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      if (open) setAt((chosen + step + choices.length) % Math.max(1, choices.length))
      else begin()
    }
    if (!open || (event.key !== 'Enter' && event.key !== 'Escape')) return
    // Neither sends the form nor closes the dialog around it.
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Enter') take(choices[chosen])
    else setText(null)
  }
  return (
    <div className="picker">
      <TextInput
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-activedescendant={open && choices.length > 0 ? `${list}-${chosen}` : undefined}
        aria-autocomplete="list"
        label={label}
        description={help}
        value={text ?? known ?? named?.name ?? value}
        placeholder={known ?? named?.name ?? value}
        rightSection={<Icon name="down" size={14} />}
        rightSectionPointerEvents="none"
        autoComplete="off"
        spellCheck={false}
        onClick={begin}
        onBlur={() => setText(null)}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      <div className="picked" hidden={!open}>
        <div ref={box} role="listbox" id={list} aria-label={label}>
          {choices.map(({ id, name, detail }, index) => (
            <div
              key={id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="hit"
              // The field keeps the focus, or it would close before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(choices[index])}
            >
              <span>
                <span className="wrap">{name}</span> <span className="small quiet wrap">{detail}</span>
              </span>
            </div>
          ))}
        </div>
        <p className="small quiet find-foot" role="status">
          {!open ? '' : problem !== null ? problemText(problem) : loading ? t('state.loading') : pickerNote(rows.length, hasMore, query)}
        </p>
      </div>
    </div>
  )
}

function pickerNote(found: number, more: boolean, query: string): string {
  if (found === 0 && query !== '') return t('picker.none', { query })
  return more ? t('picker.more', { number: found }) : t('search.count', { count: found })
}

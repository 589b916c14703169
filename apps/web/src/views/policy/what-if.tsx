import { Button, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Card, Stat } from '../../parts/page.tsx'
import { ProjectLink } from '../../parts/refs.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Twins } from '../../parts/twins.tsx'

type WhatIfOf = Answer<'WhatIf'>
const MOST_CALLS = 50
const EXAMPLE = `policy: 1
id: trial
title: Trial
about: Tried before it counts.
version: 1.0.0
model: ">=1.0 <2.0"
rules:
  - id: no-exploited
    title: Nothing that is exploited in the wild
    severity: critical
    subject: finding
    when: finding.counts && finding.kind == "vulnerability"
    assert: "!finding.exploited"
    message: a known exploited problem is open
    remediation: Upgrade first of all.
`

/** Tries a pack on what is stored, now or on a past day, before it counts. */
export function WhatIf() {
  const [body, setBody] = useState(EXAMPLE)
  const [day, setDay] = useState('')
  const ask = useChange(askAll, { stale: [] })
  function submit(event: FormEvent): void {
    event.preventDefault()
    ask.mutate({ body, ...(day === '' ? {} : { at: new Date(`${day}T23:59:59`).toISOString() }) })
  }
  return (
    <div className="stack wide">
      <form className="card stack" onSubmit={submit}>
        <Textarea
          label={t('policy.body')}
          description={t('what-if.help')}
          rows={12}
          spellCheck={false}
          value={body}
          classNames={{ input: 'mono' }}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <div className="row bottom between">
          <TextInput
            type="date"
            label={t('at.label')}
            max={new Date().toISOString().slice(0, 10)}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending} disabled={body.trim() === ''}>
            {t('what-if.ask')}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="stack wide">
        <Failure error={ask.error} />
        {ask.data === undefined ? null : <Outcome of={ask.data} asked={ask.variables} />}
      </div>
    </div>
  )
}

/** Each call asks some of the projects; the next goes on with the others. */
async function askAll(input: Answer<'WhatIfInput'>): Promise<WhatIfOf> {
  let whole = await send<WhatIfOf>('POST', '/policies/what-if', { body: input })
  for (let call = 1; whole.next !== null && call < MOST_CALLS; call++) {
    const more = await send<WhatIfOf>('POST', '/policies/what-if', { body: { ...input, cursor: whole.next } })
    whole = {
      ...more,
      projects: whole.projects + more.projects,
      newlyFailing: [...whole.newlyFailing, ...more.newlyFailing],
      newlyPassing: [...whole.newlyPassing, ...more.newlyPassing],
      newlyUnknown: [...whole.newlyUnknown, ...more.newlyUnknown],
    }
  }
  return whole
}

function Outcome({ of, asked }: { readonly of: WhatIfOf; readonly asked: Answer<'WhatIfInput'> }) {
  return (
    <>
      <Twins path="/policies/what-if" body={asked} />
      <div className="grid small">
        <Stat
          label={t('what-if.failing')}
          value={formatNumber(of.newlyFailing.length)}
          note={of.truncated ? t('what-if.truncated') : undefined}
        />
        <Stat
          label={t('what-if.unknown')}
          value={formatNumber(of.newlyUnknown.length)}
          note={of.newlyUnknown.length === 0 ? undefined : t('what-if.unknown-note')}
        />
        <Stat label={t('what-if.passing')} value={formatNumber(of.newlyPassing.length)} />
        <Stat label={t('what-if.projects')} value={formatNumber(of.projects)} />
      </div>
      <div className="grid">
        <Side title={t('what-if.failing')} rows={of.newlyFailing} />
        <Side title={t('what-if.unknown')} rows={of.newlyUnknown} />
        <Side title={t('what-if.passing')} rows={of.newlyPassing} />
      </div>
    </>
  )
}

function Side({ title, rows }: { readonly title: string; readonly rows: WhatIfOf['newlyFailing'] }) {
  return (
    <Card title={title}>
      {rows.length === 0 ? <p className="quiet">{t('value.none')}</p> : null}
      <ul className="list">
        {rows.map(({ project, rules }) => (
          <li key={project.id}>
            <ProjectLink project={project} /> <span className="small mono quiet wrap">{rules.join(', ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

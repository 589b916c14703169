import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ChangeEvent, FormEvent } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { useStarterOnly } from '../../parts/advisory-data.tsx'
import { Counts } from '../../parts/counts.tsx'
import { Page, Stat } from '../../parts/page.tsx'
import { ProjectPicker } from '../../parts/project-picker.tsx'
import { Problem } from '../../parts/refs.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Notice } from '../../parts/states.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { purlsIn } from './purls-in.ts'

type ImpactOf = Answer<'Impact'>

interface Question {
  readonly purls: readonly string[]
  readonly project?: number
}

/** What taking these components would add, to one project or to all: packages that are not there yet, what these need, and the problems they bring. */
export function ImpactView() {
  const [{ purls: given, project = '' }, change] = useUrlState()
  const [text, setText] = useState(given ?? '')
  const ask = useChange((body: Question) => send<ImpactOf>('POST', '/impact', { body }), { stale: [] })
  const purls = purlsIn(text)
  // Who came with the question on the way is not asked for it again.
  const brought = useRef(given === undefined ? [] : purlsIn(given))
  const { mutate } = ask
  useEffect(() => {
    if (brought.current.length > 0) mutate(questionOf(brought.current, project))
    brought.current = []
  }, [mutate, project])
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (purls.length > 0) mutate(questionOf(purls, project))
  }
  function choose(id: string): void {
    change({ project: id === '' ? undefined : id })
    // What stands there would be an answer about another project.
    if (ask.variables !== undefined) mutate(questionOf(ask.variables.purls, id))
  }
  async function readFile(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.currentTarget.files?.[0]
    if (file !== undefined) setText(purlsIn(await file.text()).join('\n'))
  }
  return (
    <Page
      place={t('impact.place')}
      question={t('impact.question')}
      figure={ask.data === undefined ? undefined : figureOf(ask.data, ask.variables?.project)}
      asOf={ask.data?.asOf}
      data={ask.data === undefined ? undefined : { path: '/impact', body: ask.variables }}
    >
      <form className="card stack" onSubmit={submit}>
        <Textarea
          label={t('impact.purls')}
          description={t('impact.purls-help')}
          rows={6}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
          classNames={{ input: 'mono' }}
        />
        <ProjectPicker
          label={t('impact.project')}
          help={t('impact.project-help')}
          none={t('impact.everywhere')}
          value={project}
          choose={choose}
        />
        <div className="row between">
          <label className="stack tight">
            <span>{t('impact.file')}</span>
            <input type="file" accept=".json,.xml,.txt,.spdx" onChange={(event) => void readFile(event)} />
          </label>
          <Button type="submit" loading={ask.isPending} disabled={purls.length === 0}>
            {t('impact.ask', { count: purls.length })}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="stack wide impact-answer">
        <Failure error={ask.error} />
        {ask.data === undefined ? null : <Added impact={ask.data} own={ask.variables?.project !== undefined} />}
      </div>
    </Page>
  )
}

function questionOf(purls: readonly string[], project: string): Question {
  return project === '' ? { purls } : { purls, project: Number(project) }
}

function figureOf({ added }: ImpactOf, project: number | undefined): { value: string; of: string } {
  const count = added.length
  return { value: formatNumber(count), of: t(project === undefined ? 'impact.figure' : 'impact.figure-project', { count }) }
}

function Added({ impact, own }: { readonly impact: ImpactOf; readonly own: boolean }) {
  const starterOnly = useStarterOnly()
  const unasked = impact.added.filter(({ matched }) => !matched).length
  return (
    <>
      <div className="grid small">
        <Stat label={t(own ? 'impact.added-project' : 'impact.added')} value={formatNumber(impact.added.length)} />
        <Stat label={t('impact.known')} value={formatNumber(impact.known)} />
        <Stat
          label={t('impact.problems')}
          value={<Counts counts={impact.counts} incomplete={unasked > 0} />}
          note={unasked === 0 ? undefined : t('upload.unmatched', { count: unasked })}
        />
      </div>
      {impact.unfollowed === 0 ? null : (
        <Notice tone="medium" icon="question">
          {t('impact.unfollowed', { count: impact.unfollowed })}
        </Notice>
      )}
      <ul className="card list">
        {impact.added.map(({ purl, via, here, problems, matched }) => (
          <li key={purl} className="stack tight">
            <span className="row between">
              <span className="mono strong wrap">{purl}</span>
              <span className="small quiet">{t('impact.here', { count: here })}</span>
            </span>
            {via === null ? null : <span className="small quiet wrap">{t('impact.via', { purl: via })}</span>}
            {matched ? null : <span className="small">{t('impact.not-asked')}</span>}
            {problems.map((problem) => (
              <Problem key={problem.shown} of={problem} />
            ))}
            {matched && problems.length === 0 ? (
              <span className="small quiet">{t(starterOnly ? 'counts.none-starter' : 'impact.no-problem')}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )
}

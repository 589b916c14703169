import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ChangeEvent, FormEvent } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { Page, Stat } from '../../parts/page.tsx'
import { Problem } from '../../parts/refs.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { purlsIn } from './purls-in.ts'

type ImpactOf = Answer<'Impact'>

/** What taking these components would add: packages that nobody here has yet, and the problems they bring. */
export function ImpactView() {
  const [{ purls: given }] = useUrlState()
  const [text, setText] = useState(given ?? '')
  const ask = useChange((purls: readonly string[]) => send<ImpactOf>('POST', '/impact', { body: { purls } }), { stale: [] })
  const purls = purlsIn(text)
  // Who came with the question on the way is not asked for it again.
  const brought = useRef(given === undefined ? [] : purlsIn(given))
  const { mutate } = ask
  useEffect(() => {
    if (brought.current.length > 0) mutate(brought.current)
    brought.current = []
  }, [mutate])
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (purls.length > 0) ask.mutate(purls)
  }
  async function readFile(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.currentTarget.files?.[0]
    if (file !== undefined) setText(purlsIn(await file.text()).join('\n'))
  }
  return (
    <Page
      place={t('impact.place')}
      question={t('impact.question')}
      figure={
        ask.data === undefined
          ? undefined
          : { value: formatNumber(ask.data.added.length), of: t('impact.figure', { count: ask.data.added.length }) }
      }
      asOf={ask.data?.asOf}
      data={ask.data === undefined ? undefined : { path: '/impact', body: { purls: ask.variables } }}
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
        {ask.data === undefined ? null : <Added impact={ask.data} />}
      </div>
    </Page>
  )
}

function Added({ impact }: { readonly impact: ImpactOf }) {
  const unasked = impact.added.filter(({ matched }) => !matched).length
  return (
    <>
      <div className="grid small">
        <Stat label={t('impact.added')} value={formatNumber(impact.added.length)} />
        <Stat label={t('impact.known')} value={formatNumber(impact.known)} />
        <Stat
          label={t('impact.problems')}
          value={<Counts counts={impact.counts} incomplete={unasked > 0} />}
          note={unasked === 0 ? undefined : t('upload.unmatched', { count: unasked })}
        />
      </div>
      <ul className="card list">
        {impact.added.map(({ purl, here, problems, matched }) => (
          <li key={purl} className="stack tight">
            <span className="row between">
              <span className="mono strong wrap">{purl}</span>
              <span className="small quiet">{t('impact.here', { count: here })}</span>
            </span>
            {matched ? null : <span className="small">{t('impact.not-asked')}</span>}
            {problems.map((problem) => (
              <Problem key={problem.shown} of={problem} />
            ))}
            {matched && problems.length === 0 ? <span className="small quiet">{t('impact.no-problem')}</span> : null}
          </li>
        ))}
      </ul>
    </>
  )
}

import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useChange } from '../../api/use-change.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Mark } from '../../parts/mark.tsx'
import { Card, Stat } from '../../parts/page.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { ProjectLink } from '../../parts/refs.tsx'
import { Notice } from '../../parts/states.tsx'
import { Twins } from '../../parts/twins.tsx'

type Policy = Answer<'TrustPolicy'>
type Preview = Answer<'TrustPreview'>
type Note = Answer<'TrustNote'>
const MOST_CALLS = 50
const EXAMPLE = `version = 1

[[identity]]
name = "release workflow"
kind = "sigstore"
issuer = "https://token.actions.githubusercontent.com"
subject = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/*"

[[rule]]
name = "what we release"
for = ["repo:https://github.com/acme/app"]
evidence = ["provenance"]
by = ["release workflow"]
build = { source = "https://github.com/acme/app" }
`

/** The text of the policy: written, tried on what is kept, and then made the one that counts. */
export function TrustDraft({ policy }: { readonly policy: Policy }) {
  const { organisation } = policy
  // What was read when the writing began: a change that somebody else made meanwhile is not to be lost.
  const [base, setBase] = useState(policy)
  const [text, setText] = useState(policy.text ?? EXAMPLE)
  function take(read: Policy): void {
    setBase(read)
    setText(read.text ?? EXAMPLE)
  }
  const isOther = policy.version !== base.version
  // Where nothing was written yet the newer one is shown.
  if (isOther && text === (base.text ?? EXAMPLE)) take(policy)
  const ask = useChange((draft: string) => askAll({ organisation, text: draft }), { stale: [] })
  const save = useChange(
    (draft: string) => send<Policy>('PUT', '/trust-policy', { body: { organisation, text: draft }, ifMatch: base.version }),
    { stale: ['/trust-polic', '/projects', '/overview'], done: take },
  )
  const empty = text.trim() === ''
  return (
    <Card title={t('settings.tab-trust-policy')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(text)
        }}
      >
        <Textarea
          label={t('trust-policy.body')}
          description={t('trust-policy.help')}
          rows={14}
          spellCheck={false}
          value={text}
          classNames={{ input: 'mono' }}
          onChange={(event) => {
            setText(event.currentTarget.value)
            // What was told of another text says nothing of this one.
            ask.reset()
          }}
        />
        <div className="row end">
          <Button type="button" variant="default" loading={ask.isPending} disabled={empty} onClick={() => ask.mutate(text)}>
            {t('trust-policy.ask')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={empty || text === base.text}>
            {t('trust-policy.save')}
          </Button>
        </div>
        {isOther ? (
          <Notice tone="medium" icon="history">
            <span className="row between">
              {t('trust-policy.changed')}
              <Button size="compact-sm" variant="default" onClick={() => take(policy)}>
                {t('trust-policy.read-again')}
              </Button>
            </span>
          </Notice>
        ) : null}
        <Failure error={save.error} />
        <div aria-live="polite" className="stack">
          <Failure error={ask.error} />
          {ask.data === undefined ? <Notes notes={policy.notes} /> : <Outcome of={ask.data} asked={{ organisation, text }} />}
        </div>
      </form>
    </Card>
  )
}

/** Each call verifies some documents; the next goes on with the others. */
async function askAll(input: Answer<'TrustPreviewInput'>): Promise<Preview> {
  let whole = await send<Preview>('POST', '/trust-policy/preview', { body: input })
  for (let call = 1; whole.next !== null && call < MOST_CALLS; call++) {
    const more = await send<Preview>('POST', '/trust-policy/preview', { body: { ...input, cursor: whole.next } })
    whole = {
      ...more,
      asked: whole.asked + more.asked,
      verified: whole.verified + more.verified,
      verifiedNow: whole.verifiedNow + more.verifiedNow,
      changes: [...whole.changes, ...more.changes],
    }
  }
  return whole
}

/** What is wrong with the text, or makes it weaker than it seems: where, and what to do. */
function Notes({ notes }: { readonly notes: readonly Note[] }) {
  if (notes.length === 0) return null
  return (
    <ul className="list" aria-label={t('trust-policy.notes')}>
      {notes.map(({ level, line, message, remedy }) => (
        <li key={`${line} ${message}`} className="stack tight">
          <span className="row">
            <Mark tone={level === 'error' ? 'critical' : 'medium'} icon={level === 'error' ? 'cross' : 'question'}>
              {t(`trust-policy.${level}`)}
            </Mark>
            {line === 0 ? null : <span className="small quiet">{t('trust-policy.line', { line })}</span>}
          </span>
          <span className="wrap">{message}</span>
          {remedy === '' ? null : <span className="small quiet wrap">{remedy}</span>}
        </li>
      ))}
    </ul>
  )
}

function Outcome({ of, asked }: { readonly of: Preview; readonly asked: Answer<'TrustPreviewInput'> }) {
  const { usable, notes, asked: count, verified, verifiedNow, changes, next } = of
  if (!usable) return <Notes notes={notes} />
  return (
    <>
      <Notes notes={notes} />
      <div className="grid small">
        <Stat
          label={t('trust-policy.would-verify')}
          value={formatNumber(verified)}
          note={next === null ? t('trust-policy.of', { count }) : t('trust-policy.of-some', { count })}
        />
        <Stat label={t('trust-policy.verified-now')} value={formatNumber(verifiedNow)} />
        <Stat
          label={t('trust-policy.changes')}
          value={formatNumber(changes.length)}
          note={changes.length === 0 ? undefined : <Twins path="/trust-policy/preview" body={asked} />}
        />
      </div>
      {changes.length === 0 ? <p className="quiet">{t('trust-policy.same')}</p> : null}
      <ul className="list">
        {changes.map(({ project, subject, digest, before, after, reason }, at) => (
          <li key={`${project.id} ${digest} ${at}`} className="stack tight">
            <span className="wrap">
              <ProjectLink project={project} /> {subject}
            </span>
            <span className="small wrap">
              {t('trust-policy.becomes', { before: outcomeName(before), after: outcomeName(after) })}
              {reason === '' ? '' : ` · ${reason}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

const OUTCOMES = ['verified', 'unverified', 'refused'] as const

function outcomeName(outcome: string): string {
  const known = OUTCOMES.find((one) => one === outcome)
  return known === undefined ? outcome : t(`provenance.${known}`)
}

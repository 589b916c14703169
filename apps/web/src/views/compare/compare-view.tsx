import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { PackageLink } from '../../parts/refs.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { Day } from '../../parts/time.tsx'
import { listOf, useUrlState } from '../../shell/url-state.ts'

type Item = Answer<'Comparison'>['items'][number]
const MOST = 4

/** Up to four packages side by side, as far as this server knows them. */
export function CompareView() {
  const [{ with: chosenText }, change] = useUrlState()
  const chosen = listOf(chosenText)
  const query = { package: chosen }
  const answer = useAnswer<Answer<'Comparison'>>(chosen.length < 2 ? null : '/compare', query)
  return (
    <Page
      place={t('compare.place')}
      question={t('compare.question')}
      figure={answer.data === undefined ? undefined : cleanOnes(answer.data.items)}
      asOf={answer.data?.asOf}
      data={chosen.length < 2 ? undefined : { path: '/compare', query }}
    >
      <Chooser
        chosen={chosen}
        names={answer.data?.items.map((item) => item.package.name) ?? []}
        choose={(next) => change({ with: next.join(',') })}
      />
      {chosen.length < 2 ? (
        <Empty icon="compare" title={t('compare.empty')}>
          {t('compare.empty-text')}
        </Empty>
      ) : (
        <Answered answer={answer}>{({ items }) => <Sides items={items} />}</Answered>
      )}
    </Page>
  )
}

function cleanOnes(items: readonly Item[]): { value: string; of: string } {
  const clean = items.filter(({ known, cleanVersion }) => known && cleanVersion !== '').length
  return { value: formatNumber(clean), of: t('compare.figure', { count: items.length }) }
}

interface ChooserProps {
  readonly chosen: readonly string[]
  /** What the server calls them, in the same order. */
  readonly names: readonly string[]
  readonly choose: (next: readonly string[]) => void
}

function Chooser({ chosen, names, choose }: ChooserProps) {
  const [text, setText] = useState('')
  return (
    <form
      className="row bottom compare-form"
      onSubmit={(event) => {
        event.preventDefault()
        const purl = text.trim()
        if (purl === '' || chosen.includes(purl)) return
        choose([...chosen, purl])
        setText('')
      }}
    >
      <div className="grow">
        <TextInput
          label={t('compare.add-label')}
          description={t('compare.add-help')}
          placeholder="pkg:npm/lodash"
          value={text}
          spellCheck={false}
          disabled={chosen.length >= MOST}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" variant="light" disabled={chosen.length >= MOST || text.trim() === ''}>
        {t('action.add')}
      </Button>
      {chosen.map((purl, index) => (
        <Button
          key={purl}
          variant="default"
          rightSection={<Icon name="close" size={13} />}
          aria-label={t('compare.remove', { name: names[index] ?? purl })}
          onClick={() => choose(chosen.filter((one) => one !== purl))}
        >
          {names[index] ?? purl}
        </Button>
      ))}
    </form>
  )
}

function Sides({ items }: { readonly items: readonly Item[] }) {
  // What the advisory data alone tells, also of a package that nobody here has; where it has nothing to ask, none is not zero.
  const always = new Set([t('compare.mended'), t('compare.advisories'), t('compare.last-advisory')])
  const rows: readonly (readonly [string, (item: Item) => ReactNode])[] = [
    [
      t('component.clean'),
      (item) => (item.cleanVersion === '' ? t('component.clean-none') : <span className="mono">{item.cleanVersion}</span>),
    ],
    [
      t('compare.mended'),
      (item) => (item.mendedVersion === '' ? t('value.not-known') : <span className="mono">{item.mendedVersion}</span>),
    ],
    [t('column.findings'), (item) => <Counts counts={item.counts} incomplete={item.unmatched > 0} />],
    [t('compare.advisories'), (item) => formatNumber(item.advisories)],
    [t('compare.last-advisory'), (item) => (item.lastAdvisory === null ? t('value.none') : <Day time={item.lastAdvisory} />)],
    [t('column.score'), (item) => (item.score === null ? t('value.not-assessed') : formatNumber(item.score, 1))],
    [t('column.licences'), (item) => (item.licences.length === 0 ? t('value.no-licence') : item.licences.join(', '))],
    [t('compare.dependencies'), (item) => (item.dependencies === null ? t('severity.unknown') : formatNumber(item.dependencies))],
    [t('compare.used-here'), (item) => formatNumber(item.projects)],
    [t('column.versions'), (item) => formatNumber(item.versions)],
  ]
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={t('compare.place')}>
      <table className="data compare">
        <thead>
          <tr>
            <td />
            {items.map((item) => (
              <th key={item.package.purl} scope="col">
                {item.known ? <PackageLink of={item.package} /> : <span className="wrap">{item.package.purl}</span>}
                {item.known ? null : <p className="small quiet">{t('compare.not-known')}</p>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, cell]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {items.map((item) => (
                <td key={item.package.purl}>
                  {(always.has(name) ? item.asked : item.known || name === t('compare.used-here')) ? (
                    cell(item)
                  ) : (
                    <span className="quiet">{t('severity.unknown')}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

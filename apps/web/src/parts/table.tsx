import { Button } from '@mantine/core'
import { tableFeatures, useTable } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Listed } from '../api/use-answer.ts'
import { formatNumber } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { useUrlState } from '../shell/url-state.ts'
import { Icon } from './icon.tsx'
import { Failed, Stale, Waiting } from './states.tsx'

export interface Column<Row> {
  readonly id: string
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  readonly number?: boolean
  /** The server's words for sorting by this: first click, second click. A word alone is the order one asks for first: most, newest, A. */
  readonly sort?: readonly [string, string?]
  /** That first order goes up, as names do; otherwise down. */
  readonly ascending?: true
  /** The list stands in this column's first order when nobody asks for another. */
  readonly initial?: true
}

export interface TableProps<Row> {
  /** What the rows are, for readers: "Projects". */
  readonly caption: string
  readonly list: Listed<Row>
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string | number
  readonly empty: ReactNode
  readonly active?: string | number | undefined
}

const FEATURES = tableFeatures({})

/** A list of the API: sorted by the server, loaded page by page, drawn only where looked at; a row is a card on a phone. */
export function Table<Row extends object>(props: TableProps<Row>) {
  const { list, empty } = props
  if (list.problem !== null && list.rows.length === 0) return <Failed problem={list.problem} retry={list.retry} />
  if (list.loading) return <Waiting />
  if (list.rows.length === 0) return empty
  return (
    <>
      {list.problem === null ? null : <Stale problem={list.problem} retry={list.retry} />}
      <Rows {...props} />
    </>
  )
}

function Rows<Row extends object>({ caption, list, columns, rowKey, active }: TableProps<Row>) {
  const frame = useRef<HTMLDivElement>(null)
  const [above, setAbove] = useState(0)
  useLayoutEffect(() => setAbove(frame.current?.offsetTop ?? 0), [])
  const definitions = useMemo(
    () => columns.map(({ id, name, cell }) => ({ id, header: name, cell: ({ row }: { row: { original: Row } }) => cell(row.original) })),
    [columns],
  )
  const data = list.rows as Row[]
  const table = useTable({ features: FEATURES, columns: definitions, data, getRowId: (row: Row) => String(rowKey(row)) })
  const rows = table.getRowModel().rows
  const drawn = useWindowVirtualizer({ count: rows.length, estimateSize: () => 58, overscan: 12, scrollMargin: above })
  const items = drawn.getVirtualItems()
  const before = (items[0]?.start ?? above) - above
  const after = drawn.getTotalSize() - ((items.at(-1)?.end ?? above) - above)
  const byId = new Map(columns.map((column) => [column.id, column]))
  return (
    <div className="table-frame" ref={frame}>
      <table className="data stacking" aria-rowcount={rows.length + 1}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.id} column={column as Column<never>} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Space height={before} span={columns.length} /> : null}
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              <tr
                key={row.id}
                data-row=""
                data-index={item.index}
                data-active={String(active) === row.id ? '' : undefined}
                aria-rowindex={item.index + 2}
                ref={drawn.measureElement}
              >
                {row.getAllCells().map((cell) => {
                  const column = byId.get(cell.column.id)
                  return (
                    <td key={cell.id} className={column?.number ? 'number' : undefined} data-label={column?.name}>
                      <table.FlexRender cell={cell} />
                    </td>
                  )
                })}
              </tr>
            )
          })}
          {after > 0 ? <Space height={after} span={columns.length} /> : null}
        </tbody>
      </table>
      {list.hasMore ? (
        <div className="more">
          <Button variant="light" loading={list.loadingMore} onClick={list.loadMore}>
            {t('table.more')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Space({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tr className="space" aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  )
}

function Heading({ column }: { readonly column: Column<never> }) {
  const [{ sort }, change] = useUrlState()
  const { name, number, sort: words } = column
  const className = number ? 'number' : undefined
  if (words === undefined) {
    return (
      <th scope="col" className={className}>
        {name}
      </th>
    )
  }
  const [first, second] = words
  const word = sort ?? (column.initial ? first : undefined)
  const direction =
    word === undefined || !words.includes(word) ? undefined : (word === first) === (column.ascending === true) ? 'ascending' : 'descending'
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button type="button" onClick={() => change({ sort: word === first ? second : first })}>
        {name}
        <Icon name={direction === undefined ? 'sort' : direction === 'descending' ? 'down' : 'up'} size={13} />
      </button>
    </th>
  )
}

/** A list's number of rows in a few signs; a bounded count says so. */
export function totalText({ count, type }: NonNullable<Listed<unknown>['total']>): string {
  return `${formatNumber(count)}${type === 'EXACT' ? '' : '+'}`
}

/** How many there are; a bounded count says so. */
export function TotalOf({ list }: { readonly list: Listed<unknown> }) {
  if (list.total === null) return null
  const { count, type } = list.total
  return (
    <span className="count" role="status">
      {t(type === 'EXACT' ? 'table.total' : 'table.at-least', {
        count,
        shown: formatNumber(list.rows.length),
        number: formatNumber(count),
      })}
    </span>
  )
}

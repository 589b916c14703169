import { Button } from '@mantine/core'
import { useState } from 'react'
import { apiUrl, download } from '../api/client.ts'
import type { Query } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { problemText } from '../api/problem-text.ts'
import { Icon } from './icon.tsx'

export interface TwinsOf {
  readonly path: string
  readonly query?: Query
  /** Whether the answer is a list, which is also given as CSV. */
  readonly list?: boolean
  /** A question that does not fit into an address; the same is asked again for the file. */
  readonly body?: unknown
}

/** The same data for machines: all of the list, whatever of it is drawn. */
export function Twins({ path, query = {}, list = true, body }: TwinsOf) {
  if (body !== undefined) return <Files path={path} body={body} />
  return (
    <span className="row">
      <Icon name="download" size={14} />
      {list ? (
        <a href={apiUrl(path, { ...query, format: 'csv' })} download="">
          CSV
        </a>
      ) : null}
      <a href={apiUrl(path, query)} target="_blank" rel="noreferrer">
        JSON
      </a>
    </span>
  )
}

const FORMS = [
  ['CSV', 'text/csv', 'csv'],
  ['JSON', 'application/json', 'json'],
] as const

function Files({ path, body }: { readonly path: string; readonly body: unknown }) {
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  async function save(type: string, name: string): Promise<void> {
    try {
      setProblem(null)
      await download(path, { body, type, name })
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, 'offline', ''))
    }
  }
  return (
    <span className="row">
      <Icon name="download" size={14} />
      {FORMS.map(([form, type, ending]) => (
        <Button
          key={form}
          size="compact-xs"
          variant="subtle"
          onClick={() => void save(type, `${path.slice(1).replaceAll('/', '-')}.${ending}`)}
        >
          {form}
        </Button>
      ))}
      {problem === null ? null : <span role="alert">{problemText(problem)}</span>}
    </span>
  )
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AppContext } from './app-context.ts'
import type { Static, TSchema } from 'typebox'
import type { Services } from '../services.ts'
import type { Permission } from './permission.ts'
import type { Viewer } from './viewer.ts'

/** `public`: no login. `session`: anybody known. Otherwise the permission that the viewer must hold somewhere; the handler narrows it to the place. */
export type Access = 'public' | 'session' | Permission

export interface RouteCall<P, Q, B> {
  readonly services: Services
  readonly viewer: Viewer
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly now: Date
  /** What this server is: its address, log-in ways, version. */
  readonly app: AppContext
  /** Aborted when the caller goes away or the server drains; long answers end then. */
  readonly signal: AbortSignal
  /** For headers, streams and raw bodies; most routes need neither. */
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export interface RouteSchemas {
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
}

type Of<S> = S extends TSchema ? Static<S> : Record<string, never>

/** One API route: its place, who may call it, what goes in and out. The answer's schema is also the filter: what it does not name is not sent. */
export interface Route<S extends RouteSchemas = RouteSchemas, R extends TSchema = TSchema> extends RouteSchemas {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string
  /** operationId. */
  readonly id: string
  readonly summary: string
  readonly tag:
    | 'session'
    | 'portfolio'
    | 'components'
    | 'advisories'
    | 'triage'
    | 'policy'
    | 'evidence'
    | 'notifications'
    | 'administration'
    | 'system'
  readonly access: Access
  readonly response: R
  /** Success status; 200 unless told. */
  readonly status?: 200 | 201 | 202 | 204 | 302
  /** A list with `items`: also given as CSV (`?format=csv` or `Accept: text/csv`). */
  readonly list?: boolean
  /** The same for an answer that holds its list otherwise: what a row is, and the rows of an answer. One with `next` has more pages. */
  readonly rows?: { readonly row: TSchema; of(answer: unknown): readonly unknown[] }
  /** `raw`: the body arrives as a stream of bytes of any media type, counted against the upload limit. */
  readonly bodyKind?: 'json' | 'raw'
  /** An answer of another media type than JSON: `handle` gives text, bytes, or an async iterable of texts, which is streamed. */
  readonly media?: string
  /** The answer holds a secret that is shown once: it is never kept, so a repeated request with its idempotency key is refused. */
  readonly once?: boolean
  /**
   * The answer depends on nothing but the question and on what the caller may see: callers who see the same and ask the same meanwhile
   * share one answer. For what costs as much as the portfolio is large.
   */
  readonly shared?: boolean
  /** Counts against the stricter limit of what can be guessed at. */
  readonly guessable?: boolean
  readonly schemas?: S
  handle(call: RouteCall<Of<S['params']>, Of<S['query']>, Of<S['body']>>): Promise<Static<R>>
}

/** A route with its types tied together. */
export function defineRoute<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
  route: Omit<Route, 'handle' | 'params' | 'query' | 'body' | 'response' | 'rows' | 'schemas'> & {
    readonly params?: P
    readonly query?: Q
    readonly body?: B
    readonly response: R
    readonly rows?: { readonly row: TSchema; of(answer: Static<R>): readonly unknown[] }
    handle(call: RouteCall<Static<P>, Static<Q>, Static<B>>): Promise<Static<R>>
  },
): Route {
  return route as unknown as Route
}

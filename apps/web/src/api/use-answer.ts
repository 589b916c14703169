import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import type { PageOf } from './contract.ts'
import { get } from './client.ts'
import type { Query } from './client.ts'
import type { ApiProblem } from './problem.ts'

/** One answer of the API, kept fresh by the events stream. `null` as path: not asked yet. */
export function useAnswer<T>(path: string | null, query: Query = {}): UseQueryResult<T, ApiProblem> {
  return useQuery<T, ApiProblem>({
    queryKey: [path, query],
    queryFn: ({ signal }) => get<T>(path as string, query, signal),
    enabled: path !== null,
  })
}

export interface Listed<Row> {
  readonly path: string
  readonly query: Query
  readonly rows: readonly Row[]
  readonly total: PageOf<Row>['total'] | null
  readonly asOf: string | null
  readonly hasMore: boolean
  readonly loading: boolean
  readonly loadingMore: boolean
  readonly problem: ApiProblem | null
  loadMore(): void
  retry(): void
}

/** A list page by page; a changed filter keeps the old rows until the new ones are there. */
export function usePages<Row>(path: string | null, query: Query = {}): Listed<Row> {
  const pages = useInfiniteQuery<PageOf<Row>, ApiProblem, { pages: PageOf<Row>[] }, readonly unknown[], string | null>({
    queryKey: [path, query, 'pages'],
    queryFn: ({ pageParam, signal }) => get<PageOf<Row>>(path as string, { ...query, cursor: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    // Rows of another list are no stand-in, not even for a moment.
    placeholderData: (rows, before) => (before?.queryKey[0] === path ? rows : undefined),
    enabled: path !== null,
  })
  const first = pages.data?.pages[0]
  return {
    path: path ?? '',
    query,
    rows: pages.data?.pages.flatMap((page) => page.items) ?? [],
    total: first?.total ?? null,
    asOf: first?.asOf ?? null,
    hasMore: pages.hasNextPage,
    loading: pages.isPending,
    loadingMore: pages.isFetchingNextPage,
    problem: pages.error,
    loadMore: () => void pages.fetchNextPage(),
    retry: () => void pages.refetch(),
  }
}

import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import type { SessionOf } from './contract.ts'
import { get, rememberCsrf } from './client.ts'
import type { ApiProblem } from './problem.ts'

export const SESSION_PATH = '/session'

/** Who is logged in and what they may do. */
export function useSession(): UseQueryResult<SessionOf, ApiProblem> {
  return useQuery<SessionOf, ApiProblem>({
    queryKey: [SESSION_PATH],
    queryFn: async ({ signal }) => {
      const session = await get<SessionOf>(SESSION_PATH, {}, signal)
      rememberCsrf(session.csrf)
      return session
    },
    staleTime: 60_000,
  })
}

/** Whether the viewer holds a permission anywhere; the server decides again for the place. */
export function useMay(permission: string): boolean {
  const { data } = useSession()
  return data?.permissions.includes(permission) ?? false
}

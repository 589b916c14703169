import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import type { ApiProblem } from './problem.ts'

/** A change: after it, every answer whose path starts with one of `stale` is asked again (all of them unless told). */
export function useChange<Input, Output = unknown>(
  change: (input: Input) => Promise<Output>,
  options: { readonly stale?: readonly string[]; readonly done?: (output: Output, input: Input) => void } = {},
): UseMutationResult<Output, ApiProblem, Input> {
  const client = useQueryClient()
  return useMutation<Output, ApiProblem, Input>({
    mutationFn: change,
    onSuccess: async (output, input) => {
      const { stale } = options
      await client.invalidateQueries({
        predicate: ({ queryKey: [path] }) =>
          stale === undefined || stale.some((start) => typeof path === 'string' && path.startsWith(start)),
      })
      options.done?.(output, input)
    },
  })
}

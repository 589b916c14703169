import { ADMINISTRATION } from './administration.ts'
import type { World } from './facts.ts'
import { KNOWLEDGE } from './knowledge.ts'
import { PORTFOLIO } from './portfolio.ts'

const ANSWERS = [...PORTFOLIO, ...KNOWLEDGE, ...ADMINISTRATION]

/** The answer for a path below /api/v1; undefined: there is none. */
export function answerFor(world: World, path: string, query: URLSearchParams): unknown {
  const found = ANSWERS.find(([pattern]) => pattern.test(path))
  return found?.[1]({ world, query, parts: path.slice(1).split('/') })
}

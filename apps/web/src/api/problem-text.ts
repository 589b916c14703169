import { t } from '../language/translate.ts'
import { ApiProblem } from './problem.ts'

/** An address that cannot be one (`/projects/x`): nothing is there. */
export function isWrongAddress({ status, fields }: ApiProblem): boolean {
  return status === 400 && fields['part'] === 'params'
}

/** What happened in words of the reader's language; the server's detail stands where we have no better. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('problem.unexpected')
  if (error.status === 0) return t('problem.offline')
  if (error.status === 404 || isWrongAddress(error)) return t('problem.not-found')
  if (error.status === 403) return t('problem.forbidden')
  if (error.status === 401) return t('problem.login')
  if (error.status === 412) return t('problem.changed')
  if (error.status === 429) return t('problem.too-many')
  if (error.status >= 502) return t('problem.away')
  if (error.status >= 500) return t('problem.server')
  return error.message === '' ? t('problem.unexpected') : error.message
}

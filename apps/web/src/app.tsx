import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { ApiProblem } from './api/problem.ts'
import { SESSION_PATH } from './api/session.ts'
import { localeFor } from './language/locale.ts'
import { speak } from './language/translate.ts'
import { makeRouter } from './router.tsx'
import { usePreference } from './shell/preference.ts'
import { THEME, schemeManager } from './shell/theme.ts'

const RETRIES = 2

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < RETRIES && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
    },
  },
})
// Once a question is refused because the session is over, who is logged in is asked again, and the door opens. A change that is refused so
// leaves its form as it is: what was written there is not lost.
client.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error' || event.query.queryKey[0] === SESSION_PATH) return
  const { error } = event.action
  if (error instanceof ApiProblem && error.status === 401) void client.invalidateQueries({ queryKey: [SESSION_PATH] })
})
const router = makeRouter()
const colours = schemeManager()

/** The whole app in the chosen language; another one is drawn anew, so that no old word stays. */
export function App() {
  const [wish] = usePreference('locale', localeFor(navigator.language) ?? 'en')
  const [locale, setLocale] = useState<string | null>(null)
  useEffect(() => {
    const next = localeFor(wish) ?? 'en'
    void speak(next).then(() => setLocale(next))
  }, [wish])
  useEffect(() => {
    if (locale !== null && document.activeElement === document.body) document.querySelector<HTMLElement>('[data-language-menu]')?.focus()
  }, [locale])
  if (locale === null) return null
  return (
    <MantineProvider
      theme={THEME}
      colorSchemeManager={colours}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={client}>
        <RouterProvider key={locale} router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}

import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'
/** A loaded machine is slow, not wrong: nothing here passes by being quick. */
const PATIENCE_MS = 90_000
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Whether these tests can run here. With CUPEL_E2E=1 they must. */
export function browserThere(): boolean {
  if (existsSync(CHROMIUM)) return true
  if (process.env['CUPEL_E2E'] === '1') throw new Error(`CUPEL_E2E is set and ${CHROMIUM} is not here`)
  console.warn(`skipped: ${CHROMIUM} is not here`)
  return false
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

export interface Look {
  readonly locale?: 'en' | 'zh-CN' | 'sw'
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly persona?: string
}

export interface Opened {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors of the page itself: exceptions, refused scripts and styles. */
  readonly faults: string[]
}

/** A browser of somebody with these habits, standing nowhere yet. */
export async function open(
  browser: Browser,
  { locale = 'en', scheme = 'light', width = 1280, persona = 'lead' }: Look = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  })
  await context.addInitScript(
    (kept) => {
      for (const [key, value] of Object.entries(kept))
        if (localStorage.getItem(`cupel.${key}`) === null) localStorage.setItem(`cupel.${key}`, value)
    },
    { locale, persona },
  )
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) faults.push(message.text())
  })
  return { context, page, faults }
}

/** Goes there inside the app, as a link does, and waits until nothing loads any more. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await settled(page)
}

/** Goes to another page of the app without loading it anew, as its links do. */
export async function goInside(page: Page, route: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, route)
  // The part of the page that is fetched first is there once the app says that this is its address.
  await page.waitForFunction((to) => {
    const plain = (address: string): string => {
      const { pathname, searchParams } = new URL(address, location.origin)
      return JSON.stringify([decodeURIComponent(pathname), [...searchParams].sort()])
    }
    const main = document.getElementById('main')
    return main?.ariaBusy === 'false' && plain(main.dataset['address'] ?? '') === plain(to)
  }, route)
  await settled(page)
}

/** The page has its heading, nothing of it is awaited any more, and nothing moves. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1')
  await page.waitForFunction(
    () =>
      document.querySelector('.mantine-Skeleton-root, #main[aria-busy="true"]') === null &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
  )
}

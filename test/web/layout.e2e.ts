import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserThere, goInside, launch, open, settled, visit } from './browser.ts'
import { startFake } from './fake/server.ts'
import type { Fake } from './fake/server.ts'
import { ROUTES } from './routes.ts'

/** What may stand on a page in no language: names, numbers, formats, units. */
const NEUTRAL =
  /^(?:cupel|CSV|JSON|Ctrl K|EPSS|CVSS|CWE|PostgreSQL|API|OpenVEX|CSAF VEX|CycloneDX VEX|[^\p{L}]*|English|简体中文|Kiswahili)$/u

describe.skipIf(!browserThere())('layout and language', () => {
  let browser: Browser
  let fake: Fake
  beforeAll(async () => {
    browser = await launch()
    fake = await startFake({ text: (plain) => `‹${plain}›` })
  })
  afterAll(async () => {
    await browser.close()
    await fake.stop()
  })

  test('no page scrolls sideways at 320 pixels', async () => {
    const { context, page } = await open(browser, { width: 320, locale: 'sw' })
    const wide: string[] = []
    await visit(page, fake.origin)
    for (const route of ROUTES) {
      await goInside(page, route)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) wide.push(`${route}: ${over}`)
    }
    expect(wide).toEqual([])
    await page.getByRole('button', { name: 'Fungua urambazaji' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Sera' }).click()
    await page.waitForURL(/\/policy/)
    await context.close()
  })

  test('no word of ours stands outside the catalogues: a pseudo-language reaches every text', async () => {
    const { context, page } = await open(browser)
    await page.route(/\/assets\/en-[\w-]+\.js$/, async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replaceAll(/(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g, (whole: string, quote: string, text: string) =>
        /[\p{L}]/u.test(text) && /[\s.,:?!A-Z“”’…–]/u.test(text) ? `${quote}⟦${text}⟧${quote}` : whole,
      )
      await route.fulfill({ response, body })
    })
    const strays = new Set<string>()
    await visit(page, fake.origin)
    for (const route of ROUTES) {
      await goInside(page, route)
      const texts = await page.evaluate(() => {
        const found: string[] = []
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const parent = node.parentElement
          if (parent?.closest('time, code, pre, .mono, script, style, option, noscript, textarea, .u-legend') === null)
            found.push(node.textContent?.trim() ?? '')
        }
        return found
      })
      for (const text of texts)
        if (/[\p{L}]{4,}\s+[\p{L}]{2,}/u.test(text) && !/[⟦⟧‹›]/.test(text) && !NEUTRAL.test(text)) strays.add(`${route}: ${text}`)
    }
    expect([...strays]).toEqual([])
    await context.close()
  })

  test('the chosen language and colours stay, and the page says which language it is', async () => {
    const { context, page } = await open(browser, { scheme: 'dark' })
    await visit(page, fake.origin)
    expect(await page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe('dark')
    await page.getByRole('button', { name: 'Language' }).click()
    await page.getByRole('menuitem', { name: '简体中文' }).click()
    await page.getByRole('heading', { name: '此刻有什么暴露在外？' }).waitFor()
    await page.getByRole('button', { name: /配色/ }).click()
    await page.getByRole('menuitem', { name: '浅色' }).click()
    await page.reload()
    await settled(page)
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['mantineColorScheme']])).toEqual([
      'zh-CN',
      'light',
    ])
    await context.close()
  })
})

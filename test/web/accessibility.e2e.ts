import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { browserThere, goInside, launch, open, settled, visit } from './browser.ts'
import { startFake } from './fake/server.ts'
import type { Fake } from './fake/server.ts'
import { ROUTES } from './routes.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The other colours change nothing but colours: there only these rules can answer otherwise. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

describe.skipIf(!browserThere())('accessibility: axe finds nothing, on every route', () => {
  let browser: Browser
  let fake: Fake
  beforeAll(async () => {
    browser = await launch()
    fake = await startFake()
  })
  afterAll(async () => {
    await browser.close()
    await fake.stop()
  })

  for (const locale of ['en', 'zh-CN', 'sw'] as const)
    for (const scheme of ['light', 'dark'] as const)
      test.concurrent(`${locale}, ${scheme}`, async ({ expect }) => {
        const { context, page, faults } = await open(browser, { locale, scheme })
        const found: string[] = []
        await visit(page, fake.origin)
        await page.evaluate(AXE)
        for (const route of ROUTES) {
          await goInside(page, route)
          const { violations } = (await page.evaluate(
            `axe.run(document, { runOnly: ${JSON.stringify(scheme === 'light' ? TAGS : { type: 'rule', values: COLOUR_RULES })}, resultTypes: ['violations'] })`,
          )) as {
            violations: Violation[]
          }
          for (const { id, nodes } of violations)
            found.push(`${route} ${id} (${nodes.length}): ${nodes[0]?.target.join(' ')} ${nodes[0]?.failureSummary?.split('\n')[1] ?? ''}`)
        }
        console.log(`axe: ${ROUTES.length} routes in ${locale}, ${scheme}: ${found.length} violations`)
        expect(found).toEqual([])
        expect(faults).toEqual([])
        await context.close()
      })

  test.concurrent('what opens: dialogs, menus, the day, the search', async ({ expect }) => {
    const found: string[] = []
    for (const scheme of ['light', 'dark'] as const) {
      const { context, page, faults } = await open(browser, { scheme })
      const look = async (what: string): Promise<void> => {
        const { violations } = (await page.evaluate(
          `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`,
        )) as {
          violations: Violation[]
        }
        for (const { id, nodes } of violations)
          found.push(`${what}, ${scheme}: ${id}: ${nodes[0]?.target.join(' ')} ${nodes[0]?.failureSummary ?? ''}`)
      }
      await visit(page, `${fake.origin}/projects/1/findings`)
      await page.evaluate(AXE)
      await page.getByRole('button', { name: 'Decide' }).first().click()
      await page.getByLabel('Decision').selectOption('not-affected')
      await look('triage')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Why is it here?' }).first().click()
      await page.getByText('The paths as a picture').click()
      await page.locator('.picture svg').waitFor()
      await look('paths')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search everything' }).fill('c')
      await page.getByRole('listbox').getByRole('option').first().waitFor()
      await look('search')
      await page.keyboard.press('Escape')
      for (const name of [/Choose the date/, /Whose home/, 'Language', /^Colours/, /^Account:/]) {
        const button = page.getByRole('button', { name })
        await button.click()
        await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true')
        await settled(page)
        await look(String(name))
        await page.keyboard.press('Escape')
      }
      await page.setViewportSize({ width: 360, height: 800 })
      await page.getByRole('button', { name: 'Open navigation' }).click()
      await page.getByRole('dialog').waitFor()
      await look('navigation')
      expect(faults).toEqual([])
      await context.close()
    }
    expect(found).toEqual([])
  })
})

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserThere, goInside, launch, open, settled, visit } from './browser.ts'
import { startFake } from './fake/server.ts'
import type { Fake } from './fake/server.ts'
import { ROUTES } from './routes.ts'

/** Every stored text, made an attack in four ways that have worked elsewhere. */
function attack(plain: string): string {
  return `${plain}"><img src=x onerror="window.hit=1"><svg onload="window.hit=2"></svg><script>window.hit=3</script><a href="javascript:window.hit=4">{{hit}}</a>\u202e`
}

describe.skipIf(!browserThere())('hostile texts stay texts', () => {
  let browser: Browser
  let fake: Fake
  beforeAll(async () => {
    browser = await launch()
    fake = await startFake({ text: attack })
  })
  afterAll(async () => {
    await browser.close()
    await fake.stop()
  })

  test('on every route', async () => {
    const { context, page, faults } = await open(browser)
    let shown = 0
    await visit(page, fake.origin)
    for (const route of ROUTES) {
      await goInside(page, route)
      const seen = await page.evaluate(() => ({
        hit: Reflect.get(globalThis, 'hit') as unknown,
        made: document.querySelectorAll('main img, main script, [onerror], [onload], a[href^="javascript:" i]').length,
        text: document.body.innerText.includes('<script>window.hit=3'),
      }))
      expect({ route, hit: seen.hit, made: seen.made }).toEqual({ route, hit: undefined, made: 0 })
      if (seen.text) shown += 1
    }
    console.log(`hostile texts: ${ROUTES.length} routes, shown as text on ${shown}`)
    expect(shown).toBeGreaterThan(ROUTES.length * 0.8)
    expect(faults).toEqual([])
    await context.close()
  })

  test('in dialogs, in the search, and in the pages of the person', async () => {
    const { context, page, faults } = await open(browser)
    await visit(page, `${fake.origin}/projects/1/findings`)
    await page.getByRole('button', { name: 'Decide' }).first().click()
    await page.getByRole('dialog').getByText('<script>').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Why is it here?' }).first().click()
    await page.getByText('The paths as a picture').click()
    await page.locator('.picture svg text').first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search everything' }).fill('c')
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /Account:/ }).click()
    await page.getByText('Account settings').waitFor()
    await settled(page)
    expect(await page.evaluate(() => Reflect.get(globalThis, 'hit'))).toBeUndefined()
    expect(faults).toEqual([])
    await context.close()
  })
})

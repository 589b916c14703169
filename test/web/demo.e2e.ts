import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserThere, goInside, launch, open, settled, visit } from './browser.ts'
import { startReal } from './real-server.ts'
import type { RealServer } from './real-server.ts'
import { ROUTES } from './routes.ts'

const DAY_MS = 86_400_000
const FIGURE_MS = 30_000
/** They ask first, or there is nothing to count. */
const WITHOUT_FIGURE = ['/impact', '/graph', '/import', '/advisories/new', '/projects/999999x', '/no/such/page']

describe.skipIf(!browserThere())('the demonstration, as somebody who looks around meets it', () => {
  let browser: Browser
  let server: RealServer
  beforeAll(async () => {
    browser = await launch()
    server = await startReal('--demo')
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  test('every view has its question, its number, its time, and the same data for machines', async () => {
    const { context, page, faults } = await open(browser, { width: 1440 })
    const missing: string[] = []
    const twins = new Set<string>()
    await visit(page, server.url)
    for (const route of ROUTES) {
      await goInside(page, route)
      // The number comes with an answer of its own.
      if (!WITHOUT_FIGURE.includes(route))
        await page
          .locator('.figure')
          .waitFor({ timeout: FIGURE_MS })
          .catch(() => undefined)
      const seen = await page.evaluate(() => ({
        question: document.querySelector('h1')?.textContent ?? '',
        figure: document.querySelector('.figure')?.textContent ?? '',
        asOf: document.querySelector('.meta')?.textContent?.includes('As of') ?? false,
        twins: [...document.querySelectorAll<HTMLAnchorElement>('.meta a')].map(({ href }) => href),
      }))
      if (!seen.question.endsWith('?')) missing.push(`${route}: no question`)
      if (!WITHOUT_FIGURE.includes(route) && (seen.figure === '' || !seen.asOf)) missing.push(`${route}: no number, or no time`)
      for (const twin of seen.twins) twins.add(twin)
    }
    for (const twin of twins) {
      const answer = await page.request.get(twin)
      if (answer.status() !== 200) missing.push(`${twin}: ${answer.status()}`)
    }
    console.log(`demonstration: ${ROUTES.length} routes, ${twins.size} twins asked`)
    expect(missing).toEqual([])
    expect(faults).toEqual([])
    await context.close()
  })

  test('it has a past: a chart with its table, judgements, rules with each outcome, messages, another picture on another day', async () => {
    const { context, page } = await open(browser, { width: 1440 })
    await visit(page, server.url)
    await page.locator('.u-wrap canvas').waitFor()
    await page.getByText('The same as a table').click()
    await expect
      .poll(() =>
        page
          .getByRole('table', { name: /^Open findings/ })
          .getByRole('row')
          .count(),
      )
      .toBeGreaterThan(20)
    await page.goto(`${server.url}/findings?tab=decisions`)
    await page.getByRole('table', { name: 'Decisions' }).getByText('Not affected').waitFor()
    await page.goto(`${server.url}/home/auditor`)
    await page.getByRole('table').getByText('osps-ac-01.01').waitFor()
    await page.goto(`${server.url}/notifications`)
    await page.getByRole('table').getByRole('row').nth(1).waitFor()
    const day = new Date(Date.now() - 20 * DAY_MS).toISOString()
    await page.goto(`${server.url}/portfolio?at=${day}`)
    await page.locator('[data-at-banner]').waitFor()
    await settled(page)
    const names = await page.getByRole('table').innerText()
    expect(names).toContain('Ledger')
    expect(names).not.toContain('Status page')
    await context.close()
  })

  test('what nobody else knows yet: a private advisory is said, and who is affected is there at once; then walked from', async () => {
    const { context, page, faults } = await open(browser)
    await visit(page, `${server.url}/advisories`)
    await page.getByRole('link', { name: 'Add a private advisory' }).click()
    const form = page.locator('section.card').filter({ has: page.getByRole('heading', { name: 'Say it in a form' }) })
    await form.getByLabel('Name').fill('ACME-2026-0001')
    await form.getByLabel('What is wrong').fill('Tokens are guessable <img src=x onerror="window.hit=1">')
    await form.getByLabel('Package').fill('ms')
    await form.getByLabel('First mended version').fill('2.1.0')
    await form.getByLabel('Severity').selectOption('high')
    await form.getByRole('button', { name: 'See who is affected' }).click()
    await page.waitForURL(/\/advisories\/ACME-2026-0001/)
    await page.getByRole('table', { name: 'Where it is' }).getByRole('link', { name: 'Web shop' }).waitFor()
    await page.getByText('private', { exact: false }).first().waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Connections' }).click()
    await page.waitForURL(/\/graph\?/)
    await page.getByRole('link', { name: 'Catalogue search' }).waitFor()
    await page.getByText('The same as a picture').click()
    await page.locator('.picture svg').waitFor()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'hit'))).toBeUndefined()

    await page.goto(`${server.url}/advisories/new`)
    const own = page.locator('section.card').filter({ has: page.getByRole('heading', { name: 'Or send a record of your own' }) })
    await own.getByLabel('OSV record').fill('{ no')
    await own.getByRole('button', { name: 'Send the record' }).click()
    await own.getByRole('alert').getByText('This is not JSON.').waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  test('a project is found by a part of its name, by keys alone; what a component needs in turn is counted; slow teams, weak points, unknowns', async () => {
    const { context, page, faults } = await open(browser)
    await visit(page, `${server.url}/impact?purls=pkg:npm/express@4.16.0%0Apkg:npm/nobody-has@1.0.0`)
    const picker = page.getByRole('combobox', { name: 'Compared with' })
    await picker.focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('option', { name: 'Ledger' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('option').first().waitFor({ state: 'hidden' })
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('atus')
    await page.getByRole('option', { name: 'All of them together' }).waitFor({ state: 'detached' })
    await page.getByRole('option', { name: 'Status page', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/project=\d+/)
    await page.getByText('needed by pkg:npm/express@4.16.0').first().waitFor()
    await page.getByText('Of 1 of them no document here tells what it needs in turn', { exact: false }).waitFor()
    expect(await picker.inputValue()).toBe('Status page')

    await goInside(page, '/portfolio?tab=time')
    const days = await page.getByRole('table', { name: 'By team' }).locator('td[data-label="Median days"]').allInnerTexts()
    expect(days.length).toBeGreaterThan(2)
    expect(days.map(Number)).toEqual(days.map(Number).toSorted((a, b) => b - a))
    expect(await page.getByRole('columnheader', { name: 'Median days' }).getAttribute('aria-sort')).toBe('descending')

    await goInside(page, '/portfolio?tab=weak')
    await page
      .getByRole('table')
      .getByRole('link', { name: /log4j-core$/ })
      .click()
    await page.getByRole('link', { name: 'Posture' }).click()
    await page.getByRole('heading', { name: 'Checks, weakest first' }).waitFor()
    await page.getByText('https://github.com/apache/logging-log4j2').first().waitFor()

    await goInside(page, '/policy?tab=what-if')
    await page.getByRole('button', { name: 'Who would break?' }).click()
    const unknown = page.locator('section.card').filter({ has: page.getByRole('heading', { name: 'Would be unknown' }) })
    await unknown.getByRole('link', { name: 'Ledger' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })
})

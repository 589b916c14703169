import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserThere, launch, open, settled, visit } from './browser.ts'
import { startFake } from './fake/server.ts'
import type { Fake } from './fake/server.ts'

async function focused(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      document.activeElement?.textContent?.trim() ||
      document.activeElement?.getAttribute('aria-label') ||
      document.activeElement?.tagName ||
      '',
  )
}

/** Tabs until the focus stands on something with this text. */
async function tabTo(page: Page, text: string | RegExp, most = 80): Promise<void> {
  for (let step = 0; step < most; step++) {
    await page.keyboard.press('Tab')
    const here = await focused(page)
    if (typeof text === 'string' ? here.startsWith(text) : text.test(here)) return
  }
  throw new Error(`the keyboard does not reach ${text}`)
}

describe.skipIf(!browserThere())('by keyboard alone', () => {
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

  test('the way past the navigation comes first, and a new page is told by its heading', async () => {
    const { context, page } = await open(browser)
    await visit(page, fake.origin)
    await page.keyboard.press('Tab')
    await expect.poll(() => focused(page)).toBe('Skip to content')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
    await visit(page, fake.origin)
    await tabTo(page, 'Findings')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/findings/)
    await settled(page)
    await expect.poll(() => focused(page)).toBe('What do I deal with first?')
    expect(await page.title()).toBe('Findings · cupel')
    await context.close()
  })

  test('triage: move, decide, say why; and who was first is told', async () => {
    const { context, page, faults } = await open(browser)
    await visit(page, `${fake.origin}/findings`)
    await tabTo(page, /^Where \(/)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect.poll(() => focused(page)).toContain('CVE-2024-3094')
    await page.keyboard.press('k')
    await expect.poll(() => focused(page)).toContain('CVE-2026-21001')
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Decide about CVE-2026-21001' })
    await dialog.waitFor()
    await dialog.getByText('“Not affected” needs a reason', { exact: false }).waitFor()
    expect(await dialog.getByRole('button', { name: 'Record the decision' }).isDisabled()).toBe(true)
    let at: string | undefined
    for (let step = 0; step < 12 && at !== 'TEXTAREA'; step++) {
      if (step > 0) await page.keyboard.press('Tab')
      at = await page.evaluate(() => document.activeElement?.tagName)
    }
    expect(at).toBe('TEXTAREA')
    await page.keyboard.type('the function is never called')
    await expect.poll(() => dialog.getByRole('button', { name: 'Record the decision' }).isEnabled()).toBe(true)
    fake.refuseNext()
    await tabTo(page, 'Record the decision', 25)
    await page.keyboard.press('Enter')
    await dialog.getByText('Somebody changed this since you read it', { exact: false }).waitFor()
    await tabTo(page, 'Record the decision', 25)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toContain('CVE-2026-21001')
    const decisions = fake.changes.filter(({ path }) => path === '/triage')
    expect(decisions).toHaveLength(2)
    expect(JSON.parse(decisions[1]?.body ?? '')).toMatchObject({
      vulnerability: 2,
      status: 'not-affected',
      statement: 'the function is never called',
      project: null,
    })
    expect(decisions[1]?.headers['x-csrf-token']).toBe('made-up')
    expect(faults).toEqual([])
    await context.close()
  })

  test('a letter typed elsewhere decides nothing', async () => {
    const { context, page } = await open(browser)
    await visit(page, `${fake.origin}/findings`)
    await page.getByLabel('Contains').focus()
    await page.keyboard.type('nfa')
    await page.waitForURL(/q=nfa/)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await context.close()
  })

  test('search: open, choose with arrows, go; Escape gives the focus back', async () => {
    const { context, page } = await open(browser)
    await visit(page, fake.origin)
    await tabTo(page, /^Search packages/)
    await page.keyboard.press('Enter')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toMatch(/^Search packages/)
    await page.keyboard.press('Control+k')
    await expect.poll(() => focused(page)).toBe('Search everything')
    await page.keyboard.type('44228')
    await page
      .getByRole('listbox')
      .getByRole('option', { name: /CVE-2021-44228/ })
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/advisories\/CVE-2021-44228/)
    await context.close()
  })

  test('what happens on the server is shown without asking', async () => {
    const { context, page } = await open(browser)
    await visit(page, `${fake.origin}/advisories/CVE-2021-44228`)
    await fake.announce('finding.opened')
    const again = page.waitForResponse((response) => response.url().includes('/affected'))
    await page.getByText('One change arrived; this page shows it.').waitFor()
    await again
    await context.close()
  })
})

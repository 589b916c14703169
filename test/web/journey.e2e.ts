import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { browserThere, launch, open, settled } from './browser.ts'
import { startReal } from './real-server.ts'
import { wordsOf } from './words.ts'

const HOSTILE = '<img src=x onerror="window.hit=1">'
/** What somebody builds: one component with a long list of known problems, one whose name is an attack. */
const SBOM = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { 'bom-ref': 'shop', type: 'application', name: 'shop', version: '1.0.0' } },
  components: [
    { 'bom-ref': 'web', type: 'library', name: 'web-kit', version: '1.0.0', purl: 'pkg:npm/web-kit@1.0.0' },
    { 'bom-ref': 'lodash', type: 'library', name: 'lodash', version: '4.17.15', purl: 'pkg:npm/lodash@4.17.15' },
    { 'bom-ref': 'evil', type: 'library', name: HOSTILE, version: '1.0.0', purl: `pkg:npm/${encodeURIComponent(HOSTILE)}@1.0.0` },
  ],
  dependencies: [
    { ref: 'shop', dependsOn: ['web', 'evil'] },
    { ref: 'web', dependsOn: ['lodash'] },
  ],
})

describe.skipIf(!browserThere())('from the first start to the state on a date, on the real server', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  const looks = [
    { locale: 'en', scheme: 'light' },
    { locale: 'zh-CN', scheme: 'dark' },
    { locale: 'sw', scheme: 'light' },
  ] as const
  test.concurrent.for(looks)('$locale, $scheme', async (look, { expect }) => {
    const t = wordsOf(look.locale)
    const server = await startReal()
    const { context, page, faults } = await open(browser, look)
    try {
      const { origin } = new URL(server.url)

      // First start: the token of the terminal, a name, and the page that says what to do.
      await page.goto(server.url)
      await page.getByLabel(t('login.name')).fill('Ada')
      await page.getByRole('button', { name: t('login.begin') }).click()
      await page.getByText(t('home.empty')).waitFor()
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(look.locale)
      expect(await page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe(look.scheme)

      // Import: from the empty state to the document, to what is in it.
      await page
        .getByRole('main')
        .getByRole('link', { name: t('portfolio.empty-action') })
        .click()
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'shop.cdx.json', mimeType: 'application/json', buffer: Buffer.from(SBOM) })
      await page.getByText(t('upload.done'), { exact: true }).waitFor()

      // Find: the findings of the project, and why the component is here.
      await page.getByRole('link', { name: t('import.see-findings') }).click()
      await page.getByRole('table').getByText('lodash').first().waitFor()
      await page
        .getByRole('button', { name: t('project.why') })
        .first()
        .click()
      await page.getByRole('dialog').getByText('web-kit', { exact: false }).first().waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })

      // Triage: a decision with its reason, and the finding changes.
      const row = page.getByRole('row').filter({ hasText: 'lodash' }).first()
      const problem = (await row.getByRole('link').first().textContent()) ?? ''
      await row.getByRole('button', { name: t('triage.decide-about') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('triage.status')).selectOption('not-affected')
      await dialog.getByLabel(t('triage.justification')).selectOption('vulnerable_code_not_in_execute_path')
      await dialog.getByLabel(t('triage.statement')).fill(`checked ${HOSTILE}`)
      await dialog.getByRole('button', { name: t('triage.decide') }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('row').filter({ hasText: problem }).waitFor({ state: 'detached' })
      await page.getByLabel(t('filter.state'), { exact: true }).selectOption('not-affected')
      await page.getByRole('row').filter({ hasText: problem }).getByText(t('state.not-affected')).waitFor()

      // Policy: a pack in force, and its outcome with evidence.
      await page.goto(`${origin}/policy?tab=packs`)
      // In the list: the form for a pack of one's own has a button that is called much the same.
      await page
        .getByRole('listitem')
        .getByRole('button', { name: t('policy.install') })
        .first()
        .click()
      await page.getByLabel(t('policy.enabled')).first().waitFor()
      await page.goto(`${origin}/policy`)
      await page.getByRole('table').nth(1).getByRole('link', { name: 'shop' }).waitFor()

      // Search, by keys alone.
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: t('search.label') }).fill('lodash')
      await page.getByRole('listbox').getByRole('option').first().waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/components\/\d+/)
      await settled(page)
      await page.getByRole('main').getByText('4.17.15').first().waitFor()

      // Am I affected?
      await page.goto(`${origin}/advisories/${encodeURIComponent(problem)}`)
      await page.getByRole('heading', { name: t('advisory.question') }).waitFor()
      await page.getByRole('table').getByText('shop').first().waitFor()

      // State on a date: before anything was known, and back.
      await page.goto(`${origin}/portfolio?at=2020-01-01T12:00:00.000Z`)
      await page.locator('[data-at-banner]').waitFor()
      await settled(page)
      expect(await page.getByRole('table').count()).toBe(0)
      await page
        .locator('[data-at-banner]')
        .getByRole('button', { name: t('at.back') })
        .click()
      await page.getByRole('table').getByText('shop').first().waitFor()

      // Nothing stored became part of the page.
      await page.goto(`${origin}/projects/1/components`)
      await page.getByRole('table').getByText('lodash').first().waitFor()
      expect(await page.getByRole('table').innerText()).toContain('<img src=x')
      expect(await page.evaluate(() => Reflect.get(globalThis, 'hit'))).toBeUndefined()
      expect(faults).toEqual([])
    } finally {
      await context.close()
      await server.stop()
    }
  })
})

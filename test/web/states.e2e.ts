import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { browserThere, launch, open, settled, visit } from './browser.ts'
import { startReal } from './real-server.ts'
import type { RealServer } from './real-server.ts'

/** What must not be taken for all clear, for whole, or for the present. */
describe.skipIf(!browserThere())('states that are not well', () => {
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
  let page: Page
  let faults: string[]
  beforeEach(async () => {
    ;({ page, faults } = await open(browser, { width: 1440 }))
    return () => page.context().close()
  })

  test('every number says that only the starter set was asked', async () => {
    for (const route of [
      '/',
      '/portfolio',
      '/findings',
      '/components',
      '/projects/1',
      '/advisories',
      '/impact?purls=pkg:npm/node-fetch@2.6.0',
    ]) {
      await visit(page, `${server.url}${route}`)
      await page
        .locator('.meta')
        .getByText(/^Starter set of advisories/)
        .waitFor()
    }
    await visit(page, `${server.url}/settings/tokens`)
    expect(await page.locator('.meta').innerText()).not.toContain('Starter set')
  })

  test('of what the starter set knows nothing it is not said to be clear', async () => {
    await visit(page, `${server.url}/components?q=accepts`)
    await page.getByText('None found, but only the starter set was asked').first().waitFor()
    await page.getByRole('link', { name: 'accepts' }).click()
    await page.getByText('newest version here of which the starter set knows no problem; it knows few').waitFor()
    await page.getByRole('table').getByText('1.3.4').waitFor()
    expect(await page.getByText('Take this one').count()).toBe(0)
    await visit(page, `${server.url}/home/researcher`)
    await page.locator('.figure').getByText('that not even the starter set covers', { exact: false }).waitFor()
    await visit(page, `${server.url}/home/auditor`)
    await page.getByText('Components asked about, of the starter set only').waitFor()
  })

  test('which upgrade clears most: for a maintainer, on a page of its own, and for each version of a component', async () => {
    await visit(page, `${server.url}/home/maintainer`)
    const card = page.locator('.card').filter({ has: page.getByRole('heading', { name: 'Upgrades that clear most' }) })
    const most = /clears (\d+) open findings of/.exec(
      await card
        .getByText(/clears \d+ open findings of \d+/)
        .first()
        .innerText(),
    )?.[1]
    await card.getByRole('link', { name: 'All: Upgrades that clear most' }).click()
    await page.getByRole('heading', { name: 'Which upgrade clears most?' }).waitFor()
    await page
      .locator('.figure b')
      .getByText(most ?? 'none', { exact: true })
      .waitFor()
    const target = await page.getByRole('row').filter({ hasText: 'lodash' }).locator('.strong').innerText()
    await page.getByRole('link', { name: 'lodash' }).click()
    await page.getByRole('heading', { name: 'Which version to take?' }).waitFor()
    // Both of its versions that somebody here has.
    await page.getByRole('cell', { name: target, exact: true }).nth(1).waitFor()
    await page.locator('.stat').filter({ hasText: 'Mended in' }).getByText(target, { exact: true }).waitFor()
  })

  test('an id that the advisory data does not have is no all clear; one that affects nobody any more has its page', async () => {
    for (const route of ['/search?q=cve-1999-0001', '/advisories/CVE-1999-0001']) {
      await visit(page, `${server.url}${route}`)
      await page.getByRole('heading', { name: 'CVE-1999-0001 is not in the advisory data' }).waitFor()
    }
    faults.length = 0
    await visit(page, `${server.url}/search?q=CVE-2019-10744`)
    await page.getByRole('link', { name: 'GHSA-jf85-cpcp-j695' }).click()
    await page.getByText('No project that you may see has an affected version.').waitFor()
    // On the day on which one had it, the number says so.
    await page.goto(`${server.url}/advisories/GHSA-jf85-cpcp-j695?at=${new Date(Date.now() - 20 * 86_400_000).toISOString()}`)
    await page.locator('.figure').getByText('affected project', { exact: false }).waitFor()
    expect(await page.locator('.figure b').innerText()).not.toBe('0')
  })

  test('a trust policy is tried before it counts, and taken away again', async () => {
    await visit(page, `${server.url}/settings/trust-policy`)
    await page.getByText('Nobody is trusted').waitFor()
    const text = page.getByLabel('Policy (TOML)')
    const identity = '[[identity]]\nname = "k"\nkind = "key"\nkey ='
    await text.fill(`version = 1\n${identity} "/etc/passwd"\n`)
    await page.getByRole('button', { name: 'What would change?' }).click()
    await page.getByText('files are not read for this policy').waitFor()
    await page.getByText('line 2').waitFor()
    const key = String(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
    const good = `version = 1\n${identity} """${key}"""\n[[rule]]\nfor = ["repo:https://git.example/**"]\nevidence = ["attestation"]\nby = ["k"]\n`
    await text.fill(good)
    await page.getByRole('button', { name: 'What would change?' }).click()
    await page.getByText('No outcome would be another.').waitFor()
    await page.getByRole('button', { name: 'Trust these from now on' }).click()
    await page.getByText('Text of version 1').waitFor()
    expect(await text.inputValue()).toBe(good)
    await page.getByRole('button', { name: 'Trust nobody any more' }).click()
    await page.getByRole('button', { name: 'Really remove' }).click()
    await page.getByText('Nobody was trusted').waitFor()
    expect(faults).toEqual([])
  })

  test('a document that could not be read is told on every part of its project, and no zero stands there', async () => {
    await visit(page, `${server.url}/import`)
    await page.locator('input[type=file]').setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{"x') })
    await page.getByText('Failed').first().waitFor()
    const { items } = (await (await page.request.get(`${server.url}/api/v1/projects?q=broken`)).json()) as { items: { id: number }[] }
    for (const part of ['', '/findings', '/components', '/policy']) {
      await visit(page, `${server.url}/projects/${items[0]?.id}${part}`)
      await page.getByText('could not be read: broken.json').waitFor()
    }
    await visit(page, `${server.url}/projects/${items[0]?.id}`)
    expect(await page.locator('.figure').innerText()).toMatch(/^–\s+Nothing is known about this project yet/)
  })

  test('a zero on the first page is no all clear while a document was not read whole', async () => {
    await page.route('**/api/v1/overview*', async (route) => {
      const overview = (await (await route.fetch()).json()) as { counts: object }
      const counts = Object.fromEntries(Object.keys(overview.counts).map((name) => [name, 0]))
      await route.fulfill({ json: { ...overview, counts, unmatched: 0, incompleteProjects: 1 } })
    })
    await visit(page, `${server.url}/home/maintainer`)
    expect(await page.locator('.stat').first().innerText()).toContain('None found, but not everything could be asked')
  })

  test('without a catalogue of what is exploited, nothing exploited is not zero; nor is anything where nothing is watched', async () => {
    let projects = 7
    await page.route('**/api/v1/overview*', async (route) => {
      const overview = (await (await route.fetch()).json()) as { index: object }
      const index = { ...overview.index, kind: 'full', kevAgeDays: null }
      await route.fulfill({ json: { ...overview, projects, index, exploited: { findings: 0, projects: 0, internet: 0, overdue: 0 } } })
    })
    for (const home of ['lead', 'responder']) {
      await visit(page, `${server.url}/home/${home}`)
      await page.getByText('The advisory data has no catalogue of what is exploited').waitFor()
      expect(await page.locator('.figure b').innerText()).toBe('–')
      expect(await page.locator('.stat').filter({ hasText: 'Exploited, on the internet' }).locator('.value').innerText()).toBe('–')
    }
    projects = 0
    for (const route of ['/home/maintainer', '/home/researcher', '/portfolio']) {
      await visit(page, `${server.url}${route}`)
      await page.locator('.figure b').getByText('–').waitFor()
    }
  })

  test('filters that leave nothing do not say that all is well', async () => {
    await visit(page, `${server.url}/projects/1/findings?q=no-such-thing`)
    await page.getByRole('heading', { name: 'Nothing fits these filters' }).waitFor()
    await visit(page, `${server.url}/findings?q=no-such-thing`)
    await page.getByRole('heading', { name: 'Nothing fits these filters' }).waitFor()
  })

  test('a day before everything is empty and says so; what has no history says that it is of now', async () => {
    const at = '2020-01-01T23:59:59.000Z'
    for (const route of ['/portfolio', '/findings']) {
      await visit(page, `${server.url}${route}?at=${at}`)
      await page.getByRole('heading', { name: 'Nothing was here then' }).waitFor()
    }
    await visit(page, `${server.url}/components?at=${at}`)
    await page.getByRole('heading', { name: 'Nothing was here then' }).waitFor()
    await visit(page, `${server.url}/advisories?at=${at}`)
    await page.getByText('This has no history: it shows the present.').waitFor()
    await visit(page, `${server.url}/?at=${at}`)
    await page.locator('section.card', { hasText: 'Exceptions' }).getByText('it shows the present').waitFor()
  })

  test('what a component would add is known before anybody has it, and goes into a file', async () => {
    await visit(page, `${server.url}/impact?purls=pkg:npm/node-fetch@2.6.0`)
    await page.getByText('CVE-2022-0235').waitFor()
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
    const text = readFileSync(await csv.path(), 'utf8')
    expect(csv.suggestedFilename()).toBe('impact.csv')
    expect(text).toMatch(/^purl,via,here,matched,problem\.id,problem\.shown/)
    expect(text).toContain('CVE-2022-0235')
    await visit(page, `${server.url}/graph?kind=project&ids=1`)
    const [walk] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
    expect(readFileSync(await walk.path(), 'utf8')).toMatch(/^step,from\.kind/)
    expect(faults).toEqual([])
  })

  test('the CSV of a list is all of it', async () => {
    await visit(page, `${server.url}/findings`)
    const rows = Number(/of (\d+) rows/.exec(await page.locator('.table-tools .count').innerText())?.[1])
    const address = await page.locator('.meta').getByRole('link', { name: 'CSV' }).getAttribute('href')
    const lines = (await (await page.request.get(`${server.url}${address}`)).text()).trimEnd().split('\r\n')
    expect(rows).toBeGreaterThan(50)
    expect(lines.length).toBe(rows + 1)
  })

  test('answers that were refused or did not come are said in words, with nothing of the server in them', async () => {
    for (const [status, said] of [
      [403, 'You may not do this here.'],
      [429, 'Too many requests. Wait a moment.'],
      [500, 'The server made a mistake. It is in its log.'],
      [503, 'The server cannot answer at present. Try again in a moment.'],
    ] as const) {
      await page.route('**/api/v1/components*', (route) =>
        route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, detail: 'SECRET words' }) }),
      )
      await page.goto(`${server.url}/components`)
      await page.getByRole('alert').getByText(said).waitFor()
      expect(await page.getByRole('main').innerText()).not.toContain('SECRET')
      await page.unroute('**/api/v1/components*')
    }
  })

  test('while the server is gone the page stays and says since when; when it is back, so is everything', async () => {
    const { port } = new URL(server.url)
    await visit(page, `${server.url}/findings`)
    await server.stop()
    await page.locator('[data-lost]').getByText('The server does not answer since').waitFor()
    await page.getByRole('link', { name: 'Portfolio' }).click()
    await page.waitForTimeout(1000)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('What do I deal with first?')
    server = await startReal('--demo', '--port', port)
    await page.getByRole('heading', { name: 'Which projects are exposed now?' }).waitFor()
    await page.locator('[data-lost]').waitFor({ state: 'detached' })
    await settled(page)
    await page.getByRole('table').getByRole('link', { name: 'Web shop' }).waitFor()
  })
})

import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserThere, launch, open, settled } from './browser.ts'
import { startReal } from './real-server.ts'

/** A security key that says yes, in the browser itself. */
async function insertKey(session: CDPSession): Promise<void> {
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

describe.skipIf(!browserThere())('coming in, going out, coming back', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  test('a passkey, an invitation, and a token that is shown once', async () => {
    const server = await startReal()
    const { context, page, faults } = await open(browser)
    try {
      const { origin } = new URL(server.url)
      await insertKey(await context.newCDPSession(page))
      await page.goto(`${origin}/setup#token=wrong`)
      await page.getByLabel('Your name').fill('Eve')
      await page.getByRole('button', { name: 'Begin' }).click()
      await page.getByRole('alert').waitFor()

      await page.goto(server.url)
      await page.reload()
      await page.getByLabel('Your name').fill('Ada')
      await page.getByRole('button', { name: 'Begin' }).click()
      await page.getByText('You have no passkey yet', { exact: false }).waitFor()
      await page.getByRole('button', { name: 'Add a passkey of this device' }).click()
      await page.getByText('You have no passkey yet', { exact: false }).waitFor({ state: 'detached' })
      await page.goto(`${origin}/settings`)
      await page.getByRole('table', { name: 'Passkeys' }).getByRole('row').nth(1).waitFor()

      await page.getByRole('button', { name: /^Account:/ }).click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
      await page.waitForURL(/\/login/)
      await page.goto(`${origin}/login?problem=login-refused`)
      await page.getByRole('alert').getByText('The log-in was not accepted', { exact: false }).waitFor()
      await page.goto(`${origin}/settings/tokens`)
      await page.waitForURL(/\/login\?back=/)
      await page.getByRole('button', { name: 'Log in with a passkey' }).click()
      await page.waitForURL(/\/settings\/tokens/)

      await page.getByLabel('Name', { exact: false }).first().fill('pipeline')
      await page.getByRole('button', { name: 'Make it' }).click()
      const secret = (await page.locator('[data-secret]').textContent()) ?? ''
      const answer = await fetch(`${origin}/api/v1/projects`, { headers: { authorization: `Bearer ${secret.trim()}` } })
      expect(answer.status).toBe(200)
      await page.reload()
      await settled(page)
      expect(await page.locator('[data-secret]').count()).toBe(0)

      await page.goto(`${origin}/settings/people`)
      await settled(page)
      const invite = page.locator('section.card').filter({ has: page.getByRole('heading', { name: 'Invite' }) })
      await invite.getByLabel('Name', { exact: false }).fill('Wangari')
      await invite.getByRole('button', { name: 'Invite' }).click()
      const link = ((await page.locator('[data-secret]').textContent()) ?? '').trim()
      const other = await open(browser)
      await other.page.goto(link)
      await other.page.getByLabel('Your name').fill('Wangari')
      await other.page.getByRole('button', { name: 'Begin' }).click()
      await other.page.waitForURL(`${origin}/`)
      await settled(other.page)
      await other.page.goto(`${origin}/settings`)
      await settled(other.page)
      expect(await other.page.getByRole('link', { name: 'Audit log' }).count()).toBe(0)
      await other.context.close()

      // Over, as when it was ended elsewhere: a change says so and keeps what was written; the next question opens the door.
      await page.goto(`${origin}/settings/people`)
      await settled(page)
      await page.evaluate(async () => {
        const { csrf } = (await (await fetch('/api/v1/session')).json()) as { csrf: string }
        await fetch('/api/v1/session', { method: 'DELETE', headers: { 'x-csrf-token': csrf } })
      })
      await invite.getByLabel('Name', { exact: false }).fill('Baraka')
      await invite.getByRole('button', { name: 'Invite' }).click()
      await invite.getByRole('alert').getByRole('link', { name: 'Log in' }).waitFor()
      expect(await invite.getByLabel('Name', { exact: false }).inputValue()).toBe('Baraka')
      await page.getByRole('link', { name: 'Findings' }).click()
      await page.waitForURL(/\/login\?back=/)
      expect(faults).toEqual([])
    } finally {
      await context.close()
      await server.stop()
    }
  })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allowedUrl, guardedFetch } from './guarded-fetch.ts'
import { isPublicAddress } from './public-address.ts'

let listener: ReturnType<typeof createServer>
let address: string
beforeAll(async () => {
  listener = createServer((request, response) => {
    if (request.url === '/redirect') return response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    if (request.url === '/large') return response.end('x'.repeat(3000))
    if (request.url === '/odd') return response.socket?.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n')
    if (request.url === '/slow') return undefined
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    return request.on('end', () => response.end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body })))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
})
afterAll(async () => {
  listener.closeAllConnections()
  await new Promise((resolve) => listener.close(resolve))
})

test.each([
  ['1.1.1.1', true],
  ['8.8.8.8', true],
  ['223.255.255.255', true],
  ['2606:4700::1111', true],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['100.64.1.1', false],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['169.254.169.254', false],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['192.168.0.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['[::1]', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::7f00:1', false],
  ['2001::1', false],
  ['2002:7f00:1::', false],
  ['2001:db8::1', false],
  ['fc00::1', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['ff02::1', false],
])('%s is public: %s', (one, expected) => {
  expect(isPublicAddress(one)).toBe(expected)
})

describe('addresses that somebody wrote', () => {
  test.each([
    'http://x.example',
    'ftp://x.example',
    'file:///etc/passwd',
    'https://user:pass@x.example',
    'https://127.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://[::ffff:127.0.0.1]',
    'https://localhost/x',
    'https://a.localhost.',
    'nonsense',
    '',
  ])('%s is refused', (one) => {
    expect(() => allowedUrl(one, false)).toThrow()
  })

  test('a name that leads to this machine is refused when it is looked up', async () => {
    await expect(guardedFetch('https://localhost:1/', {}, { privateNetwork: false })).rejects.toMatchObject({ type: 'address-refused' })
  })

  test('on a private network, what is there is answered; redirects are not followed; size and time are bounded', async () => {
    const open = { privateNetwork: true }
    const answer = await guardedFetch(`${address}/x`, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) }, open)
    expect(await answer.json()).toEqual({ method: 'POST', type: 'application/x-www-form-urlencoded;charset=UTF-8', body: 'a=b+c' })
    expect((await guardedFetch(`${address}/redirect`, {}, open)).status).toBe(302)
    await expect(guardedFetch(`${address}/large`, {}, { ...open, maxBytes: 1000 })).rejects.toMatchObject({ type: 'not-reached' })
    await expect(guardedFetch(`${address}/odd`, {}, open)).rejects.toMatchObject({ type: 'not-reached' })
    await expect(guardedFetch(`${address}/slow`, {}, { ...open, timeoutMs: 50 })).rejects.toMatchObject({ type: 'not-reached' })
    await expect(guardedFetch('http://127.0.0.1:1/', {}, open)).rejects.toMatchObject({ type: 'not-reached' })
  })
})

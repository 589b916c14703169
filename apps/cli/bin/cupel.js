#!/usr/bin/env node
// The bundle's entry; in a checkout that was never built, the bundle is made first.
const entry = new URL('../dist/main.js', import.meta.url)
try {
  await import(entry.href)
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.url ?? error.message).includes('dist/main.js')) throw error
  const { buildCheckout } = await import('./build-checkout.js')
  buildCheckout()
  await import(entry.href)
}

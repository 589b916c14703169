import { createTheme } from '@mantine/core'
import type { MantineColorScheme, MantineColorSchemeManager, MantineColorsTuple } from '@mantine/core'
import { keepPreference, keptPreference } from './preference.ts'

/** The library asks for ten shades; the colours that are drawn stand in styles/tokens.css. */
function shades(colour: string): MantineColorsTuple {
  return Array.from({ length: 10 }, () => colour) as unknown as MantineColorsTuple
}

export const THEME = createTheme({
  primaryColor: 'petrol',
  colors: { petrol: shades('#0a5565'), danger: shades('#9b0f3f') },
  fontFamily: 'var(--font)',
  cursorType: 'pointer',
  respectReducedMotion: true,
})

export const SCHEMES = ['auto', 'light', 'dark'] as const

/** Light, dark or as the device has it; kept with the other choices, where before.js finds it. */
export function schemeManager(): MantineColorSchemeManager {
  return {
    get: (otherwise) => (SCHEMES.find((scheme) => scheme === keptPreference('scheme')) ?? otherwise) as MantineColorScheme,
    set: (value) => keepPreference('scheme', value),
    subscribe: () => {},
    unsubscribe: () => {},
    clear: () => keepPreference('scheme', 'auto'),
  }
}

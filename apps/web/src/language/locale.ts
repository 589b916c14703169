export const LOCALES = ['en', 'zh-CN', 'sw'] as const
export type Locale = (typeof LOCALES)[number]

/** Languages by their own names: who needs one reads it in no other. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文', sw: 'Kiswahili' }

/** The best language we have for a wish (`zh-Hant-TW` is Chinese, `sw-KE` Swahili); null: none fits. */
export function localeFor(wish: string): Locale | null {
  const exact = LOCALES.find((locale) => locale.toLowerCase() === wish.toLowerCase())
  if (exact !== undefined) return exact
  const language = wish.toLowerCase().split('-')[0]
  return LOCALES.find((locale) => locale.split('-')[0] === language) ?? null
}

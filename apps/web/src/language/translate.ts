import { setupI18n } from '@lingui/core'
import type { Messages } from '@lingui/core'
import type en from '../locales/en.json'
import type { Locale } from './locale.ts'

/** A key of the catalogues: one that does not exist in English does not compile. */
export type MessageId = keyof typeof en

const CATALOGUES: Readonly<Record<Locale, () => Promise<{ default: unknown }>>> = {
  en: () => import('../locales/en.json'),
  'zh-CN': () => import('../locales/zh-CN.json'),
  sw: () => import('../locales/sw.json'),
}
const i18n = setupI18n()

/** Loads a language and makes it the one spoken. The page's `lang` follows, so that readers pronounce it right. */
export async function speak(locale: Locale): Promise<void> {
  const { default: messages } = await CATALOGUES[locale]()
  i18n.loadAndActivate({ locale, messages: messages as Messages })
  document.documentElement.lang = locale
  document.documentElement.dir = 'ltr'
}

export function spoken(): Locale {
  return i18n.locale as Locale
}

/** The text of a key in the language spoken; values fill its placeholders. */
export function t(id: MessageId, values?: Readonly<Record<string, string | number>>): string {
  return i18n._(id, values)
}

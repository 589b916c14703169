import { t } from '../language/translate.ts'
import type { MessageId } from '../language/translate.ts'

const STATES: Readonly<Record<string, MessageId>> = {
  affected: 'state.affected',
  accepted: 'state.accepted',
  fixed: 'state.fixed',
  'not-affected': 'state.not-affected',
  'under-investigation': 'state.under-investigation',
}
const OUTCOMES: Readonly<Record<string, MessageId>> = {
  pass: 'outcome.pass',
  fail: 'outcome.fail',
  unknown: 'outcome.unknown',
  'not-applicable': 'outcome.not-applicable',
}
const MOVES: Readonly<Record<string, MessageId>> = {
  'came with': 'event.came',
  'went with': 'event.went',
  affects: 'event.affects',
  'no longer affects': 'event.affects-no-more',
}

/** The forms of the server's one-line texts; what has none of them is shown as it came. */
const FORMS: readonly (readonly [RegExp, (...parts: readonly string[]) => string])[] = [
  [
    /^(\d{1,9}) components(?: by (.{1,300}?))?(, not read whole)?$/,
    (count, tool, cut) =>
      [
        t('upload.components', { count: Number(count) }),
        ...(tool === '' ? [] : [tool]),
        ...(cut === '' ? [] : [t('event.not-whole')]),
      ].join(' · '),
  ],
  [
    /^(\S{1,300}) is (pass|fail|unknown|not-applicable), was (pass|fail|unknown|not-applicable)$/,
    (rule = '', now = '', before = '') => t('event.rule', { rule, now: said(OUTCOMES, now), before: said(OUTCOMES, before) }),
  ],
  [
    /^(\S{1,300})(?: \(([a-z]{3,8})\))? (came with|went with|affects|no longer affects) (\S{1,2000})(?: and (\d{1,9}) more)?$/,
    (name = '', _severity, move = '', purl = '', more = '') =>
      `${t(MOVES[move] as MessageId, { name, component: purl })}${more === '' ? '' : ` ${t('event.more', { count: Number(more) })}`}`,
  ],
  [/^(\S{1,300}) is known to be exploited$/, (name = '') => t('event.exploited', { name })],
  [/^attestations no longer verified: (\d{1,9})$/, (count) => t('event.attestations', { count: Number(count) })],
  [/^score (\S{1,20})$/, (score = '') => (score === 'unknown' ? t('value.not-assessed') : t('event.score', { score }))],
  [
    /^(affected|accepted|fixed|not-affected|under-investigation)(?:: ([^]*))? \(([^()]{0,300})\)$/,
    (state = '', statement = '', author = '') => `${said(STATES, state)}${statement === '' ? '' : `: ${statement}`} (${author})`,
  ],
]

function said(words: Readonly<Record<string, MessageId>>, word: string): string {
  const id = words[word]
  return id === undefined ? word : t(id)
}

/** What happened, in the language of the reader. */
export function eventText(text: string): string {
  for (const [form, say] of FORMS) {
    const found = form.exec(text)
    if (found !== null) return say(...found.slice(1).map((part) => part ?? ''))
  }
  return text
}

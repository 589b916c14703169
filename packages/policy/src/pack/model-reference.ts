import { PACK_FUNCTION_NOTES } from './pack-functions.ts'
import { POLICY_MODEL } from './policy-model.ts'

/** The model and the functions of rules as Markdown: what docs/policy.md holds and `cupel policy model` prints. */
export function modelReference(): string {
  const records = Object.entries(POLICY_MODEL).map(([name, { about, fields }]) => {
    const rows = Object.entries(fields).map(
      ([field, { type, about: says, unknown }]) => `| \`${field}\` | ${type} | ${says} | ${unknown === undefined ? '' : unknown} |`,
    )
    return [`### ${name}`, '', about, '', '| field | type | what it is | unknown when |', '|---|---|---|---|', ...rows].join('\n')
  })
  const functions = PACK_FUNCTION_NOTES.map(([signature, about]) => `| \`${signature}\` | ${about} |`)
  return [...records, ['### Functions', '', '| function | what it gives |', '|---|---|', ...functions].join('\n')].join('\n\n')
}

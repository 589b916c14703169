/**
 * Text that may end in the log of a GitHub Actions job: lines that would start with `::`, and the older `##[`, are commands to
 * the runner there and must not come out of an advisory's summary or a package's name.
 */
export function disarmCommands(text: string): string {
  // oxlint-disable-next-line no-control-regex -- our own colours can stand before it
  return text.replace(/^((?:[ \t]|\u001b\[[0-9;]*m)*):(?=:)/gm, '$1\\u{3a}').replaceAll('##[', '#\\u{23}[')
}

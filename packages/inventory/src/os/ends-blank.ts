/** Whether a database ends with the blank line that apk and dpkg write after every package; without it the file is cut off. */
export function endsBlank(text: string): boolean {
  return text.endsWith('\n\n') || text.endsWith('\n\r\n')
}

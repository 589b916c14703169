/** Whether a text that is not of its format looks like one from which a generator makes such: it stands for no project, and is no fault. */
export function isTemplate(text: string): boolean {
  return /\{\{|\{%|<%|\$\{|<#|^[ \t]*#(?:if|foreach)\b|%[A-Z_]{2,40}%|@[A-Z_]{2,40}@|__[A-Z_]{2,40}__/m.test(text)
}

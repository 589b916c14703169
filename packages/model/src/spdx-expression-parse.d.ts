declare module 'spdx-expression-parse' {
  export type SpdxNode =
    | { readonly license: string; readonly plus?: true; readonly exception?: string }
    | { readonly left: SpdxNode; readonly conjunction: 'and' | 'or'; readonly right: SpdxNode }

  export default function parse(expression: string): SpdxNode
}

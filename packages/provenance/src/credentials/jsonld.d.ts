declare module 'jsonld' {
  const jsonld: { canonize(document: unknown, options: object): Promise<string> }
  export default jsonld
}

declare const CUPEL_VERSION: string | undefined

/** Version of cupel, as the bundle was built with. */
export function serverVersion(): string {
  return typeof CUPEL_VERSION === 'undefined' ? '0.0.0-dev' : CUPEL_VERSION
}

import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import renv from './renv-lock.ts'

const LOCK = `{
  "R": { "Version": "4.2.3", "Repositories": [] },
  "Bioconductor": { "Version": "3.16" },
  "Packages": {
    "R6": { "Package": "R6", "Version": "2.5.1", "Source": "Repository", "Repository": "CRAN", "Hash": "470851b6d5d0ac559e9d01bb352b4021" },
    "ggplot2": {
      "Package": "ggplot2",
      "Version": "3.4.2",
      "Source": "Repository",
      "Repository": "RSPM",
      "Requirements": ["R", "R6"],
      "License": "MIT + file LICENSE"
    },
    "BiocGenerics": { "Package": "BiocGenerics", "Version": "0.44.0", "Source": "Bioconductor", "Imports": ["R6 (>= 2.0)", "methods"] },
    "tool": {
      "Package": "tool",
      "Version": "0.1",
      "Source": "GitHub",
      "RemoteType": "github",
      "RemoteHost": "api.github.com",
      "RemoteUsername": "owner",
      "RemoteRepo": "tool",
      "RemoteSha": "0123abc"
    },
    "own": { "Package": "own", "Version": "0.1", "Source": "Local" }
  }
}
`

test('CRAN, Bioconductor, forges and local packages', () => {
  expect(extractionText(renv, { 'renv.lock': LOCK })).toMatchInlineSnapshot(`
    "renv-lock 4.2.3: read, 4 packages, skipped 1 × local path
    :5 pkg:cran/R6@2.5.1 runtime
    :6 pkg:cran/ggplot2@3.4.2 runtime (MIT + file LICENSE)
    :14 pkg:cran/BiocGenerics@0.44.0 runtime
    :15 pkg:cran/tool@0.1?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Ftool%400123abc runtime
      pkg:cran/ggplot2@3.4.2 → pkg:cran/R6@2.5.1
      pkg:cran/BiocGenerics@0.44.0 → pkg:cran/R6@2.5.1"
  `)
})

test.each([
  ['{}', '! malformed :1 no object "Packages"'],
  [LOCK.slice(0, 400), '! malformed :'],
  [LOCK.replace('"ggplot2": {', '"R6": {'), '! malformed :6 a key stands twice'],
])('%.20s is reported', (lock, problem) => expect(extractionText(renv, { 'renv.lock': lock })).toContain(problem))

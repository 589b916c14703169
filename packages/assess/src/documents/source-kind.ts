/** A path of code that the project did not write: vendored, installed, generated, or material of tests. Lower case wanted. */
export function isThirdParty(path: string): boolean {
  return THIRD_PARTY.test(`/${path}`)
}

const THIRD_PARTY =
  /\/(?:vendor|vendored|_vendor|node_modules|third[_-]?party|thirdparty|external|externals|deps|bower_components|testdata|test[_-]data|test-?fixtures|fixtures|__fixtures__|golden|\.yarn|site-packages|\.venv)\//

/** Whether a path is code or material of the project's own tests. Lower case wanted. */
export function isTestPath(path: string): boolean {
  return TEST_FOLDER.test(`/${path}`) || TEST_NAME.test(path)
}

const TEST_FOLDER =
  /\/(?:tests?|__tests__|specs?|testing|testcases|test[-_]suite|unit[-_]?tests?|integration[-_]?tests?|e2e|functional[-_]tests?|t)\//
const TEST_NAME =
  /(?:^|\/)(?:test_[^/]*\.py|conftest\.py|[^/]*[._-](?:test|tests|spec|specs)\.[a-z]{1,5}|[^/]*(?:test|tests|testcase|spec)\.(?:java|kt|kts|scala|cs|fs|swift|php|groovy|cpp|cc|c|m|mm|rs|hs|ex|exs)|[^/]*_test\.[a-z]{1,4}|test[^/]*\.(?:c|cc|cpp|sh|pl|rb|r)|[^/]*\.(?:bats|t)|doctest[^/]*)$/

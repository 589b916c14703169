// Before the first paint: the chosen colours and language, so that nothing flashes.
;(function () {
  var root = document.documentElement
  function kept(key) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  var scheme = kept('cupel.scheme')
  var dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  var locale = kept('cupel.locale')
  if (locale) root.lang = locale
})()

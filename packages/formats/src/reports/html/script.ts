/** Script of the page: sorting by the buttons it puts into the headings, and searching. Without it the page is whole, only still. */
export const REPORT_SCRIPT = `
(() => {
  const table = document.getElementById('finding-table')
  if (!table) return
  const bodies = [...table.tBodies]
  const texts = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]))
  const search = document.getElementById('search')
  const bySeverity = document.getElementById('by-severity')
  const byState = document.getElementById('by-state')
  const shown = document.getElementById('shown')
  const expand = document.getElementById('expand')
  document.getElementById('tools').hidden = false
  table.classList.add('sortable')
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
    let count = 0
    for (const body of bodies) {
      const fits = words.every((word) => texts.get(body).includes(word)) &&
        (bySeverity.value === '' || body.dataset.severity === bySeverity.value) &&
        (byState.value === '' || body.dataset.state === byState.value)
      body.hidden = !fits
      if (fits) count++
    }
    shown.textContent = count + ' of ' + bodies.length + ' shown'
  }
  for (const control of [search, bySeverity, byState]) control.addEventListener('input', filter)
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault()
      search.focus()
    }
    if (event.key === 'Escape' && event.target === search) {
      search.value = ''
      filter()
    }
  })
  const heads = [...table.tHead.rows[0].cells]
  heads.forEach((head, at) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    const mark = document.createElement('span')
    mark.setAttribute('aria-hidden', 'true')
    mark.textContent = head.hasAttribute('aria-sort') ? ' \\u25be' : ''
    button.append(mark)
    head.replaceChildren(button)
    button.addEventListener('click', () => {
      const numeric = at === 0 || at === 1 || at === 4
      const before = head.getAttribute('aria-sort')
      const down = before === null ? numeric : before === 'ascending'
      for (const other of heads) {
        other.removeAttribute('aria-sort')
        other.querySelector('span').textContent = ''
      }
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      mark.textContent = down ? ' \\u25be' : ' \\u25b4'
      const value = (body) => body.rows[0].cells[at].dataset.value
      const compare = (a, b) => numeric ? Number(value(a)) - Number(value(b)) : value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0
      table.append(...[...bodies].sort((a, b) => down ? compare(b, a) : compare(a, b)))
    })
  })
  const opened = new Set()
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('#findings details:not([open])')) {
      opened.add(details)
      details.open = true
    }
  })
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false
    opened.clear()
  })
  expand.addEventListener('click', () => {
    const open = expand.getAttribute('aria-pressed') !== 'true'
    expand.setAttribute('aria-pressed', String(open))
    expand.textContent = open ? 'Close all details' : 'Open all details'
    for (const details of table.querySelectorAll('details')) details.open = open
  })
  filter()
})()
`

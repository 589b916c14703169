import { syncDatabase } from '@cupel/advisory/sync'
const [home, from, ...ecosystems] = process.argv.slice(2)
const t = performance.now()
const r = await syncDatabase({ home: home!, from: from!, ...(ecosystems.length ? { ecosystems } : {}), signal: new AbortController().signal, now: () => new Date(),
  emit: (e) => { if (e.type === 'ecosystem' || e.type === 'problem' || e.type === 'signal' || e.type==='waiting'|| e.type==='retry') console.log(JSON.stringify(e).slice(0, 300), Math.round(performance.now() - t)) } })
console.log('problems', r.problems.length, 'records', r.manifest.ecosystems.reduce((a, e) => a + e.records + e.withdrawn, 0), 'unreadable', r.manifest.ecosystems.reduce((a,e)=>a+e.unreadable,0), 'changed', r.changed)
console.log('ms', Math.round(performance.now() - t), 'maxRSS MB', Math.round(process.resourceUsage().maxRSS / 1024))

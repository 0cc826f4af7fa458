/** What our own pages look like, light or dark as the reader's machine is. */
export const STYLE = `
:root { color-scheme: light dark; --back: #f4f5f3; --paper: #fff; --ink: #1d2420; --quiet: #5d6a63; --line: #d9dedb; --accent: #2f5d50; --good: #23794f; --bad: #a63d2f; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) {
  :root { --back: #141816; --paper: #1d2320; --ink: #e9eeeb; --quiet: #9aa8a1; --line: #333c37; --accent: #7fc4ae; --good: #6fd0a0; --bad: #ef8f80; --warn: #e5b45a; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.55 system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", sans-serif; background: var(--back); color: var(--ink); }
a { color: var(--accent); }
body > header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding: .6rem 1.2rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; text-decoration: none; }
nav { display: flex; gap: 1rem; }
nav a { text-decoration: none; padding: .2rem 0; }
nav a[aria-current] { border-bottom: 2px solid var(--accent); }
.clock { margin-left: auto; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; color: var(--quiet); }
button { font: inherit; padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--back); color: var(--ink); cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.start { max-width: 46rem; margin: 2rem auto; padding: 0 1.2rem; }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.mailbox { display: grid; grid-template-columns: minmax(16rem, 24rem) 1fr; min-height: calc(100vh - 3.2rem); }
.list { border-right: 1px solid var(--line); background: var(--paper); overflow-y: auto; max-height: calc(100vh - 3.2rem); }
.list form { display: flex; gap: .5rem; align-items: end; padding: .7rem 1rem; border-bottom: 1px solid var(--line); }
.list label { flex: 1; color: var(--quiet); font-size: 13px; }
input { display: block; width: 100%; font: inherit; padding: .25rem .5rem; border: 1px solid var(--line); border-radius: 6px; background: var(--back); color: var(--ink); }
.list ol { list-style: none; margin: 0; padding: 0; }
.list li a { display: block; padding: .6rem 1rem; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
.list li a[aria-current="true"] { background: var(--back); box-shadow: inset 3px 0 var(--accent); }
.list .title { display: block; font-weight: 600; overflow-wrap: anywhere; }
.meta { display: block; color: var(--quiet); font-size: 13px; }
.meta time { float: right; }
.channel { display: inline-block; padding: 0 .45em; border: 1px solid var(--line); border-radius: 1em; font-size: 12px; }
.empty { padding: 3rem; color: var(--quiet); }
.letter { padding: 1.2rem 1.6rem; min-width: 0; }
.letter h1 { margin: 0 0 .5rem; font-size: 1.25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin: .4rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.mail { width: 100%; height: 62vh; margin: .6rem 0; border: 1px solid var(--line); border-radius: 8px; background: #fff; color-scheme: light; }
.phone { max-width: 24rem; margin: 1rem 0; padding: 1.2rem; border: 1px solid var(--line); border-radius: 18px; background: var(--paper); }
.bubble { margin: 0; padding: .7rem 1rem; border-radius: 14px 14px 14px 3px; background: var(--back); white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble.line { background: #8de055; color: #11260a; }
.card { margin: .8rem 0; padding: 1rem 1.2rem; border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 8px; background: var(--paper); }
.card ol { margin: 0; padding-left: 1.2rem; }
.events, .customer { max-width: 64rem; margin: 0 auto; padding: 1rem 1.2rem 3rem; }
.events form { display: flex; gap: .5rem; align-items: end; max-width: 22rem; }
.events label { flex: 1; color: var(--quiet); font-size: 13px; }
.customer h2 { margin: 1.4rem 0 .2rem; font-size: 1rem; }
.log { list-style: none; margin: .6rem 0; padding: 0; }
.log li { display: flex; flex-wrap: wrap; gap: .1rem .7rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
.log time { flex: 0 0 8.6rem; color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; padding-top: .1rem; }
.log .who { flex: 0 0 7rem; overflow-wrap: anywhere; }
.log .mark { flex: 0 0 1.2rem; text-align: center; font-weight: 700; }
.log .text { flex: 1 1 20rem; min-width: 0; overflow-wrap: anywhere; }
.log .detail { display: block; color: var(--quiet); font-size: 13px; }
.log .data { display: inline-block; margin: 0 0 0 .5rem; padding: 0 .5rem; font-size: 12px; }
.log .data summary { font-weight: 400; color: var(--quiet); }
.log .warn .mark, .log .warn .detail:first-of-type { color: var(--warn); }
.log .bad .mark, .log .bad .text { color: var(--bad); } .log .bad .detail { color: var(--quiet); }
.log .quiet .text { color: var(--quiet); } .log .good .mark { color: var(--good); } .log .sent .mark, .log .sent .text { color: var(--accent); font-weight: 600; }
.log .in .text, .log .warn .text { font-weight: 600; } .log .detail { font-weight: 400; }
details { margin: .8rem 0; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); }
summary { cursor: pointer; font-weight: 600; }
.why { padding-left: 1.2rem; }
.why time { color: var(--quiet); font-size: 13px; }
.matched { color: var(--good); } .unmatched { color: var(--bad); } .unknown { color: var(--quiet); }
table { border-collapse: collapse; font-size: 13px; }
th { text-align: left; font-weight: 500; color: var(--quiet); padding-right: 1rem; vertical-align: top; white-space: nowrap; }
td { overflow-wrap: anywhere; }
@media (max-width: 760px) { .mailbox { grid-template-columns: 1fr; } .list { max-height: 40vh; border-right: 0; } }
`

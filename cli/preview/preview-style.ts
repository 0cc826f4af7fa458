export const PREVIEW_STYLE = `
:root{--ground:#f1f1ee;--paper:#fff;--ink:#1a1a1a;--quiet:#5c5c5c;--line:#cfcfca;--accent:#2f5d50}
:root[data-looks=dark]{--ground:#0d0d0d;--paper:#1b1b1b;--ink:#eee;--quiet:#b0b0b0;--line:#3a3a3a;--accent:#9cc7b8}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,"Hiragino Sans","Noto Sans CJK JP","Noto Sans JP",Meiryo,sans-serif;color:var(--ink);background:var(--ground)}
header{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:center;padding:.4rem 1rem;background:var(--paper);border-bottom:1px solid var(--line)}
h1{font-size:1rem;margin:0;margin-right:auto}
h2{font-size:1.3rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.2rem 0 .5rem;color:var(--accent)}
fieldset{display:flex;gap:.5rem;border:0;margin:0;padding:0;align-items:center;font-size:.85rem}
legend{float:left;margin-right:.4rem;color:var(--quiet)}
label{display:flex;gap:.2rem;align-items:center;cursor:pointer;min-height:1.9rem}
nav{display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:.6rem 1rem 0}
a{color:var(--accent)}
main{padding:0 1rem 3rem}
section{scroll-margin-top:6rem}
.shots{display:flex;flex-wrap:wrap;gap:1.2rem;align-items:flex-start}
figure{margin:0;width:375px;max-width:100%;background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow:hidden}
figcaption{padding:.5rem .8rem;font-size:.8rem;color:var(--quiet);border-bottom:1px solid var(--line);overflow-wrap:anywhere}
figcaption ul{margin:.2rem 0;padding-left:1.2rem}
.inbox{display:grid;padding:.6rem .8rem;border-bottom:1px solid var(--line);font-size:.95rem}
.inbox span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.inbox .preheader{color:var(--quiet);font-size:.85rem;white-space:normal;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical}
.lost{margin:0;padding:.3rem .8rem;font-size:.8rem;color:var(--quiet)}
iframe{display:block;width:100%;height:640px;border:0;background:#fff}
:root[data-looks=dark] iframe{background:#121212}
pre{margin:0;padding:.8rem;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.6 ui-monospace,"Noto Sans Mono CJK JP",monospace}
.text{display:none}
:root[data-part=text] .text{display:block}
:root[data-part=text] .html{display:none}
:root[data-width=desktop] figure[data-channel=email]{width:720px}
.phone{padding:1rem .8rem;background:var(--ground)}
.bubble{margin:.2rem 0 0;max-width:85%;width:fit-content;padding:.6rem .8rem;border-radius:16px 16px 16px 4px;background:#e3e3e8;color:#111;white-space:pre-wrap;overflow-wrap:anywhere}
.bubble.line{background:#fff;border:1px solid #ddd}
:root[data-looks=dark] .bubble{background:#33333a;color:#f2f2f2;border-color:transparent}
.none{color:var(--quiet)}
[hidden]{display:none}
@media (max-width:30rem){header{position:static}main{padding:0 .5rem 2rem}}
`

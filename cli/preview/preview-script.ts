/**
 * The page's switches. A mail asks its client whether it is dark; here the switch answers for the client. Frames run no
 * scripts; the page may look into them to fit their height.
 */
export const PREVIEW_SCRIPT = `
const root = document.documentElement
const frames = [...document.querySelectorAll('iframe')].map((frame) => ({ frame, html: frame.srcdoc }))
const asked = /@media \\(prefers-color-scheme: ?dark\\)/g
const fit = (frame) => {
  const page = frame.contentDocument && frame.contentDocument.documentElement
  if (page) frame.style.height = Math.max(page.scrollHeight, 200) + 'px'
}
const draw = () => {
  for (const { frame, html } of frames) frame.srcdoc = html.replace(asked, root.dataset.looks === 'dark' ? '@media all' : '@media not all')
}
for (const { frame } of frames) frame.addEventListener('load', () => fit(frame))
addEventListener('resize', () => frames.forEach(({ frame }) => fit(frame)))
document.querySelector('header').addEventListener('change', ({ target }) => {
  if (target.name === 'lang') {
    for (const figure of document.querySelectorAll('figure')) figure.hidden = target.value !== '' && figure.dataset.locale !== target.value
    return
  }
  root.dataset[target.name] = target.value
  if (target.name === 'looks') draw()
  requestAnimationFrame(() => frames.forEach(({ frame }) => fit(frame)))
})
draw()
`

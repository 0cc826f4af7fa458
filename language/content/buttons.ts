import { escapeHtml } from '#engagement/content/format/escape-html.ts'
import { brandTextColor } from './contrast.ts'
import { writeText } from './markdown/liquid-html.ts'

export interface Button {
  readonly label: string
  readonly url: string
}

/** Buttons as tables, which every mail client draws; the first is filled with the brand's colour, the second outlined. */
export function buttonsHtml(buttons: readonly Button[], color: string): string {
  return buttons
    .map((button, index) => whereItLeads(button, buttonHtml(button, escapeHtml(color), index === 0)))
    .join('\n')
}

/** A button whose address is only there under a condition drops out with it, as a sentence would. */
const whereItLeads = ({ url }: Button, written: string): string =>
  url.includes('{%')
    ? `{% capture leads_to %}${url.trim()}{% endcapture %}{% if leads_to != blank %}${written}{% endif %}`
    : written

function buttonHtml({ label, url }: Button, color: string, filled: boolean): string {
  const cell = filled ? `bgcolor="${color}" style="border-radius:6px;background:${color}"` : 'style="border-radius:6px"'
  const text = filled ? brandTextColor(color) : color
  const look = [
    'display:inline-block',
    'padding:12px 24px',
    'border-radius:6px',
    `border:1px solid ${color}`,
    `color:${text}`,
    'font-weight:bold',
    'line-height:1.4',
    'text-decoration:none',
  ].join(';')
  const kind = filled ? 'b-button' : 'b-button-second'
  return [
    '<table role="presentation" border="0" cellpadding="0" cellspacing="0" style="margin:20px 0 12px"><tr>',
    `<td class="${kind}" ${cell}><a href="${writeText(url.trim())}" style="${look}">${writeText(label)}</a></td>`,
    '</tr></table>',
  ].join('')
}

export const buttonsText = (buttons: readonly Button[]): string =>
  buttons.map((button) => whereItLeads(button, `${button.label.trim()}: ${button.url.trim()}`)).join('\n')

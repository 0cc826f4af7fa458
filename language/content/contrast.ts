const channel = (hex: string): number => {
  const share = Number.parseInt(hex, 16) / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** White or near-black, whichever reads better on `color` (`#rrggbb` or `#rgb`), by WCAG's relative luminance. */
export function brandTextColor(color: string): string {
  const hex = color.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, '#$1$1$2$2$3$3')
  const [red, green, blue] = [hex.slice(1, 3), hex.slice(3, 5), hex.slice(5, 7)].map(channel)
  if (red === undefined || green === undefined || blue === undefined) return '#ffffff'
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0605 ? '#ffffff' : '#1a1a1a'
}

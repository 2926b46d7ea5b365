/**
 * The host that a company's web address names, in lower case, without `www.`: what decides whether two
 * are the same. Undefined where the text names no host of the Internet.
 */
export function domainKeyOf(text: string): string | undefined {
  const address = text.trim()
  try {
    const { hostname } = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`)
    const host = hostname
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(/^www\./, '')
    return HOST.test(host) ? host : undefined
  } catch {
    return undefined
  }
}

/** Labels of letters, digits and hyphens; the last one is no number, which an IP address would have. */
const HOST = /^(?=.{3,190}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/

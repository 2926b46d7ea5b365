/** Stands where something was left out; the same in every line, so that it can be searched for. */
export const HIDDEN = '[hidden]'

const SECRET_NAME =
  /pass(?:word|wd|phrase|code)|secret|token$|tokens$|authorization|cookie|credential|api_?key|private_?key|encryption_?key|signature|hmac|proof$|otp$|recovery_?code|session_?id$|^sid$|^key$|^dsn$|(?:database|redis|smtp)_?url/
const PERSONAL_NAME =
  /phone(?!_?number_?id)|msisdn|mobile|whats_?app_?id|^wa_?id$|jid$|e_?mail|address$|^(?:from|to|recipient|sender)$/
const MESSAGE_NAME =
  /^(?:text|body|raw_?body|caption|content|html|subject|preview|snippet|note|message|payload|transcript)$/

const MAX_KNOWN_NAMES = 1_000
const knownNames = new Map<string, boolean>()

/** Whether what lies under this key never reaches a log: secrets, personal data, what people write to each other. */
export function isHiddenName(name: string): boolean {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  const plain = name.toLowerCase().replaceAll('-', '_')
  const isHidden = SECRET_NAME.test(plain) || PERSONAL_NAME.test(plain) || MESSAGE_NAME.test(plain)
  // The names in our lines are few; those of somebody's JSON must not pile up.
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, isHidden)
  return isHidden
}

// None of these can match across a quote or a backslash, so they may be applied to a line of JSON too.
const SECRET_SHAPES: readonly RegExp[] = [
  /\b(?:Bearer|Basic)(?:\s|%20|\+)+[\w.~+/=-]{8,}/,
  /\b(?:EAA|IGAA|IGQV)[A-Za-z0-9_-]{12,}/,
  /\b(?:sk|pk|rk|whsec|ghp)_[A-Za-z0-9_]{12,}/,
  /\bsk-[\w-]{16,}/,
  /\bcrm_[0-9a-z]{26}_[\w-]{20,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/,
  /\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/,
  /\bv1\.k\w*\.[\w-]{16}\.[\w-]*\.[\w-]{22}/,
  /\b[a-z][a-z0-9+]{1,15}:\/\/[^\s@"'\\/]*:[^\s@"'\\/]+@/,
  /\b(?:__Host-)?sid=[\w-]{16,}/,
  // 32 bytes in base64: the form of our keys.
  /(?<![\w+/-])[A-Za-z0-9+/_-]{43}=(?!=)/,
  // A phone number in international form, and WhatsApp's name for one.
  /\+\d{8,15}\b/,
  /\b\d{7,15}(?::\d+)?@(?:s\.whatsapp\.net|c\.us|lid)\b/,
]

// `access_token=…` in a URL, `"password":"…"` in a text, `password: …` in an answer.
const NAMED_VALUE =
  /\b((?:\w*_)?(?:token|secret|password|passwd|api_?key|proof|authorization|signature|phone|otp)\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\,;&}[\]]+/gi
// The database's errors quote the value that clashed or did not fit.
const QUOTED_BY_DATABASE =
  /((?:Duplicate entry|Incorrect \w+ value:|Truncated incorrect \w+ value:) )'(?:[^'\\]|\\.)*'/g

// One pass over the line instead of one for each shape; letters of any case.
const ANY_SHAPE = new RegExp(SECRET_SHAPES.map((shape) => shape.source).join('|'), 'gi')

/** Hides what looks like a secret. Safe on a line of JSON, which stays JSON. */
export function hideShapes(text: string): string {
  return text.replace(ANY_SHAPE, HIDDEN)
}

/** Hides what is named as a secret within a text, and the values that the database quotes. */
export function hideNamedValues(text: string): string {
  if (!/[=:']/.test(text)) return text
  return text.replace(NAMED_VALUE, `$1${HIDDEN}`).replace(QUOTED_BY_DATABASE, `$1'${HIDDEN}'`)
}
